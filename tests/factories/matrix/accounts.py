"""Who may do what in one’s own account, and coming in."""

from factories.matrix.columns import EVERYONE, NOBODY, Row, closed, page, public

KEY = {"key": "x"}
ROWS: dict[str, Row] = {
    # One's own account
    "account": page(EVERYONE),
    "account_export": page(EVERYONE),
    "account_erase": page(EVERYONE),
    "account_logout": page(EVERYONE, anonymous=(302,)),
    "account_change_password": page(EVERYONE),
    "account_set_password": page(EVERYONE, ok=(302,)),  # they have one: they change it
    "account_reauthenticate": page(EVERYONE),
    "mfa_index": page(EVERYONE),
    "mfa_list_webauthn": page(EVERYONE),
    "mfa_activate_totp": page(EVERYONE, ok=(302,)),  # to prove first that it is them
    "mfa_deactivate_totp": page(NOBODY, refused=(404,)),  # they have none
    "mfa_view_recovery_codes": page(NOBODY, refused=(404,)),
    "mfa_download_recovery_codes": page(NOBODY, refused=(404,)),
    "mfa_generate_recovery_codes": page(EVERYONE, ok=(302,)),
    "mfa_add_webauthn": page(EVERYONE, ok=(302,)),
    "mfa_remove_webauthn": page(EVERYONE, ok=(302, 404), keys=lambda _: {"pk": 1}),
    "mfa_edit_webauthn": page(EVERYONE, ok=(302, 404), keys=lambda _: {"pk": 1}),
    "mfa_reauthenticate": page(EVERYONE, ok=(200, 302)),
    "mfa_reauthenticate_webauthn": page(EVERYONE, ok=(200, 302)),
    # Coming in
    "account_login": Row(EVERYONE, ok=(302,), anonymous=(200,)),
    "account_inactive": public(),
    "account_reset_password": public(),
    "account_reset_password_done": public(),
    "account_reset_password_from_key": public(keys=lambda _: {"uidb36": "1", "key": "a-b"}),
    "account_reset_password_from_key_done": public(),
    "invitation": public(410, keys=lambda _: KEY),
    "mfa_authenticate": public(302),
    "mfa_login_webauthn": Row(EVERYONE, ok=(302, 200), anonymous=(302, 200)),
    # Coming in through ProConnect, where it is not set up
    "proconnect_login": closed(),
    "proconnect_callback": closed(),
    "proconnect_back": public(302),
    "socialaccount_login_cancelled": public(),
    "socialaccount_login_error": public(200, 401),
    # What allauth offers and this product closes
    "account_signup": closed(),
    "account_email": closed(),
    "account_email_verification_sent": closed(),
    "account_confirm_email": closed(keys=lambda _: KEY),
    "account_confirm_login_code": closed(),
    "socialaccount_signup": closed(),
    "socialaccount_connections": closed(),
}
