"""The permission matrix: every page, for every role, on one's own objects and on those of another pôle.

A new URL must be written in `EXPECTED`, a new rule in `RULES`; until then a test fails and says which one is missing.
"""

import importlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_scopes import scope

from factories import belongings as own
from factories import cluster
from factories.cluster import Cluster
from vivier_web.accounts.choices import RoleKind
from vivier_web.members.queries import actor_of, roles_of

# --- Who: the columns of the table -------------------------------------------------------------------------------

EVERYONE = frozenset(RoleKind.values)
NOBODY: frozenset[str] = frozenset()
STAFF = frozenset({"director", "team"})
HEADS = frozenset({"director", "operator"})
READERS = STAFF | {"governance", "board", "network", "operator"}
STRATEGISTS = STAFF | {"governance", "board", "operator"}
COMPANY = frozenset({"member", "accountant"})
CONTRIBUTOR = frozenset({"member"})
AUTHORITIES = frozenset({"state", "region", "local"})
DELIBERATING = STAFF | {"governance", "board"}  # who may see the dossiers of a pôle
FOLLOWERS = READERS | COMPANY | {"expert"}  # who may read the procedures of a pôle

Keys = Callable[[Cluster], dict[str, Any]]


def role_of(kind: str) -> Keys:
    """Give the key of the role a person of this kind holds."""
    return lambda found: {"pk": found.people[kind].roles.get().pk}


# --- What: one row a URL name ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """Hold what is expected of one URL.

    `who` gets one of the statuses `ok`, every other role one of `refused`; whoever is not signed in is sent to the
    sign-in page, unless `anonymous` says what else. `keys` gives the arguments of the URL from a pôle; those of
    another pôle give 404 or the refusal when `is_of_a_pole`. `method` and `data` are what is sent.
    """

    who: frozenset[str]
    ok: tuple[int, ...] = (200,)
    refused: tuple[int, ...] = (403, 404)
    anonymous: tuple[int, ...] | None = None
    keys: Keys | None = None
    is_of_a_pole: bool = False
    method: str = "get"
    data: dict[str, Any] | None = None


def page(who: frozenset[str], **more: Any) -> Row:
    """Say that a page is seen by these roles."""
    return Row(who, **more)


def thing(who: frozenset[str], keys: Keys, **more: Any) -> Row:
    """Say that a page about an object of the pôle is seen by these roles."""
    return Row(who, keys=keys, is_of_a_pole=True, **more)


def gesture(who: frozenset[str], keys: Keys | None = None, **more: Any) -> Row:
    """Say that a button (POST) serves these roles, on an object of their pôle, and then leads to a page."""
    more = {"ok": (302,), "method": "post", "is_of_a_pole": keys is not None} | more
    return Row(who, keys=keys, **more)


def public(*statuses: int, **more: Any) -> Row:
    """Say that a page is the same for anyone, signed in or not."""
    return Row(EVERYONE, ok=statuses or (200,), anonymous=statuses or (200,), **more)


def closed(**more: Any) -> Row:
    """Say that a page does not exist here, for anyone."""
    return Row(NOBODY, **({"refused": (404,), "anonymous": (404,)} | more))


KEY = {"key": "x"}
SHIPPED = {"key": "i-demo"}
EXPECTED: dict[str, Row] = {
    # Connaître
    "members": page(READERS),
    "members_csv": page(READERS),
    "members_map": page(READERS),
    "search": page(READERS),
    "register_member": page(STAFF),
    "imports": page(STAFF),
    "import": thing(STAFF, own.waiting_import),
    "run_import": gesture(STAFF, own.waiting_import),
    "undo_import": gesture(STAFF, own.waiting_import),
    "drop_import": gesture(STAFF, own.waiting_import),
    "member": thing(READERS, own.member),
    "edit_organisation": thing(STAFF, own.member),
    "admit_again": gesture(STAFF, own.member),
    "add_site": thing(STAFF, own.member),
    "edit_site": thing(STAFF, own.site),
    "edit_adhesion": thing(STAFF, own.adhesion),
    "end_adhesion": gesture(STAFF, own.adhesion, ok=(422,)),  # no day is said
    "resume_adhesion": gesture(STAFF, own.adhesion),
    "add_dealing": thing(STAFF, own.member),
    "edit_dealing": thing(STAFF, own.dealing),
    "settle_dealing": gesture(STAFF, own.dealing),
    "reopen_dealing": gesture(STAFF, own.dealing),
    "add_contact": thing(STAFF, own.member),
    "recall_contact": gesture(STAFF, own.member),
    "edit_contact": thing(STAFF, own.contact),
    "forget_contact": gesture(STAFF, own.contact),
    "pole_card": page(READERS),
    "edit_pole": page(STAFF),
    "add_label": page(STAFF),
    "recall_label": gesture(STAFF),
    "drop_label": gesture(STAFF, own.label),
    # Prévoir
    "studies": page(READERS),
    "new_study": page(STAFF),
    "study": thing(READERS, own.study, ok=(200, 302)),
    "run_again": gesture(STAFF, own.study),
    "run": thing(READERS, own.run),
    "run_progress": thing(READERS, own.run),
    "compare_runs": thing(READERS, own.run, ok=(404,)),  # two finished runs are needed: proven with the studies
    "export_run": thing(READERS, lambda found: own.run(found) | {"kind": "json"}, ok=(404,)),  # idem: a finished run
    "run_paper": thing(READERS, own.run, ok=(302,)),  # idem
    "run_paper_progress": thing(READERS, own.run),
    "run_tab": thing(READERS, lambda found: own.run(found) | {"tab": "effectif"}),
    "run_occupation": thing(READERS, lambda found: own.run(found) | {"code": "623e"}, ok=(404,)),  # idem
    "titles": page(STAFF),
    "decide_title": gesture(STAFF),
    "undo_title": gesture(STAFF),
    "waves": page(STAFF | {"governance", "operator"}),
    "new_wave": page(STAFF),
    "wave": thing(STAFF | {"governance", "operator"}, own.wave),
    "freeze_wave": gesture(STAFF, own.wave),
    "gaps_board": page(READERS),
    "ask_gaps": gesture(STAFF),
    "gaps_progress": thing(READERS, own.gaps),
    "export_gaps": thing(READERS, lambda found: own.gaps(found) | {"kind": "json"}, ok=(404,)),  # no result yet
    "mobility_board": page(STAFF),
    "nudge_introduction": gesture(STAFF, own.introduction),
    "method": page(READERS, keys=lambda _: {"name": "projection"}),
    # Mon entreprise
    "company": page(COMPANY),
    "deposit": page(COMPANY),
    "deposit_send": gesture(COMPANY, ok=(400,)),  # nothing is sent here, and no wave is open
    "deposit_read": gesture(COMPANY, ok=(200, 400)),
    "deposit_send_read": gesture(COMPANY, ok=(200, 400)),
    "report": page(COMPANY),
    "report_bdese": page(COMPANY, ok=(404,)),  # before any deposit
    "notice": page(COMPANY | {"employee"}),
    "paper": page(COMPANY, keys=lambda _: {"slug": "note-cse"}),
    "polyvalence": page(COMPANY),
    "polyvalence_send": gesture(COMPANY, ok=(400,)),  # nothing is sent here, and no wave is open
    "polyvalence_read": gesture(COMPANY, ok=(400,)),  # idem
    "polyvalence_send_read": gesture(COMPANY, ok=(400,)),  # idem
    "polyvalence_withdraw": gesture(COMPANY),
    "polyvalence_match": page(COMPANY, ok=(302,)),  # nothing to match: proven with the skills
    # Agir
    "training": page(STAFF),
    "new_training_plan": page(STAFF),
    "training_catalogue": page(STAFF),
    "training_needs": page(STAFF),
    "import_training": page(STAFF, keys=lambda _: {"kind": "lieu"}),
    "add_training": page(STAFF, keys=lambda _: {"kind": "formation"}),
    "undo_training_import": gesture(STAFF, own.training_batch),
    "withdraw_training": gesture(STAFF, own.training_course),
    "restore_training": gesture(STAFF, own.training_course),
    "accept_training": gesture(STAFF, own.training_course),
    "training_plan": thing(STAFF, own.training_plan),
    "training_plan_progress": thing(STAFF, own.training_plan),
    "stop_training_plan": gesture(STAFF, own.training_plan),
    "rerun_training_plan": gesture(STAFF, own.training_plan),
    "propose_training_plan": gesture(STAFF, own.training_plan),
    "recall_training_plan": gesture(STAFF, own.training_plan),
    "export_training_plan": thing(
        STAFF, lambda found: own.training_plan(found) | {"kind": "csv"}, ok=(404,)
    ),  # not done
    "offer_training": page(frozenset({"trainer"}), keys=lambda _: {"kind": "formation"}),
    "withdraw_training_offer": gesture(frozenset({"trainer"}), own.training_offer),
    "member_training": page(COMPANY),
    "agree_training": gesture(COMPANY),
    "answer_training": gesture(
        COMPANY, lambda found: own.training_plan(found) | {"session": "S001"}, data={"reponse": "oui"}
    ),
    # Dossiers (one place, easy to move)
    "my_dossiers": page(CONTRIBUTOR),
    "start_dossier": gesture(CONTRIBUTOR, own.dossier_version),
    "my_dossier": thing(CONTRIBUTOR, own.filed_dossier),
    "fill_dossier": thing(CONTRIBUTOR, own.open_dossier),
    "withdraw_dossier": gesture(CONTRIBUTOR, own.filed_dossier),
    "dossier_attestation": thing(CONTRIBUTOR, own.dossier_attestation, ok=(404,)),  # the worker did not make it
    "dossiers": page(DELIBERATING),
    "dossiers_list": page(DELIBERATING),
    "dossier": thing(DELIBERATING, own.filed_dossier),
    "invite_dossier_expert": gesture(STAFF, own.filed_dossier),
    "recuse_dossier_expert": gesture(STAFF, own.assignment_of_a_dossier),
    "move_dossier": gesture(STAFF, own.filed_dossier, ok=(422,)),  # opinions are missing
    "ask_dossier_corrections": gesture(STAFF, own.filed_dossier),
    "decide_dossier": gesture(STAFF, own.filed_dossier, ok=(422,)),  # nothing was typed
    "settle_dossier_condition": gesture(STAFF, own.dossier_condition),
    "change_dossier_grant": gesture(STAFF, own.dossier_grant),
    "judge_dossier": thing(frozenset({"expert"}), own.assignment),
    "answer_assignment": gesture(frozenset({"expert"}), own.assignment),
    "confirm_opinion": gesture(frozenset({"expert"}), own.assignment),
    # Agir: procedures
    "procedures": page(FOLLOWERS),
    "procedure": thing(FOLLOWERS, own.published_procedure),
    "export_procedure": thing(FOLLOWERS, own.published_procedure),
    "import_procedure": page(STAFF),
    "compare_procedures": page(STAFF),
    "shipped_procedure": page(STAFF, keys=lambda _: SHIPPED),
    "export_shipped_procedure": page(STAFF, keys=lambda _: SHIPPED),
    "adopt_procedure": gesture(STAFF, lambda _: SHIPPED, is_of_a_pole=False),
    "offered_procedure": thing(STAFF, own.published_procedure, ok=(404,)),  # one's own is not offered to oneself
    "adopt_offered_procedure": gesture(STAFF, own.published_procedure, ok=(404,)),  # idem
    "edit_procedure": thing(STAFF, own.draft_procedure),
    "simulate_procedure": thing(STAFF, own.draft_procedure),
    "publish_procedure": gesture(STAFF, own.draft_procedure),
    "new_procedure_version": gesture(STAFF, own.published_procedure),
    "retire_procedure": gesture(STAFF, own.draft_procedure),
    "resume_procedure": gesture(STAFF, own.draft_procedure),
    "offer_procedure": gesture(STAFF, own.published_procedure),
    "withdraw_procedure_offer": gesture(STAFF, own.published_procedure),
    "authority_procedures": page(AUTHORITIES),
    "authority_procedure": page(AUTHORITIES, keys=own.published_procedure),
    # Mon entreprise: mobility
    "mobility": page(CONTRIBUTOR),
    "offer_people": page(CONTRIBUTOR),
    "search_people": page(CONTRIBUTOR),
    "mobility_occupations": page(CONTRIBUTOR),
    "withdraw_offer": gesture(CONTRIBUTOR, own.offer),
    "resume_offer": gesture(CONTRIBUTOR, own.offer),
    "withdraw_search": gesture(CONTRIBUTOR, own.search),
    "resume_search": gesture(CONTRIBUTOR, own.search),
    "meeting": thing(CONTRIBUTOR, own.couple),
    "show_interest": gesture(CONTRIBUTOR, own.couple),
    "take_interest_back": gesture(CONTRIBUTOR, own.waiting_couple),
    "decline_meeting": gesture(CONTRIBUTOR, own.couple),
    "mobility_paper": thing(CONTRIBUTOR, lambda found: own.agreed_couple(found) | {"slug": "convention-pret"}),
    # Needs
    "needs_return": page(COMPANY),
    "needs_save": gesture(COMPANY),
    "needs_undo": gesture(COMPANY),
    "needs_repeat": gesture(COMPANY),
    "needs_send": gesture(COMPANY),
    "needs_correct": gesture(COMPANY),
    "needs_occupations": page(COMPANY),
    "needs_receipt": page(COMPANY),
    "needs_release": gesture(COMPANY, ok=(404,)),  # nothing was sent
    "needs_export": page(COMPANY, keys=lambda _: {"kind": "csv"}, ok=(404,)),  # idem
    "needs_document": page(COMPANY, ok=(404,)),  # idem
    "needs_board": page(READERS),
    "ask_needs": gesture(STAFF, lambda found: {"wave": own.wave(found)["pk"]}),
    "remind_needs": gesture(STAFF, own.asked_wave),
    "export_needs": thing(READERS, lambda found: own.asked_wave(found) | {"kind": "csv"}),
    "released_needs": thing(STAFF, own.released_needs),
    "declare_project_need": page(STAFF),
    "withdraw_project_need": gesture(STAFF, own.project_need),
    "restore_project_need": gesture(STAFF, own.project_need),
    # Programs
    "tokens": page(HEADS),
    "end_token": gesture(HEADS, own.token),
    "api:openapi-json": public(),
    "api:poles": public(),
    "api:api-root": public(404),
    "api:members": closed(refused=(401,), anonymous=(401,)),  # a key opens it, a session does not
    "api:member": closed(refused=(401,), anonymous=(401,), keys=lambda _: {"pk": 1}),
    "api_guide": public(),
    "demo_sign_in": public(404, method="post"),
    # For anyone
    "alive": public(),
    "ready": public(),
    "accessibility": public(),
    # Décider
    "strategy": page(STRATEGISTS),
    "propose_strategy": page(STAFF),
    "strategy_proposal": thing(STRATEGISTS, own.strategy),
    "strategy_progress": thing(STRATEGISTS, own.strategy),
    "change_strategy": gesture(STAFF, own.strategy, data={"geste": "ajouter", "nom": "Attirer"}),
    "strategy_axis": thing(STAFF, own.strategy_axis),
    "strategy_document": thing(STRATEGISTS, own.strategy),
    "strategy_paper": thing(STRATEGISTS, own.strategy),
    "strategy_paper_progress": thing(STRATEGISTS, own.strategy),
    "strategy_file": thing(STRATEGISTS, own.strategy_file),
    "publish_strategy": gesture(STAFF, own.strategy),
    "retained_strategy": page(COMPANY),
    # Home
    "home": page(EVERYONE),
    "desk_team": page(STAFF | {"operator"}),
    "desk_network": page(frozenset({"network"})),
    "desk_steering": page(frozenset({"governance", "board"})),
    "desk_clients": page(frozenset({"accountant"})),
    "desk_authority": page(AUTHORITIES),
    "desk_expert": page(frozenset({"expert"})),
    "desk_training": page(frozenset({"trainer"})),
    "desk_employee": page(frozenset({"employee"})),
    "choose_pole": gesture(EVERYONE),
    # The people of a pôle
    "people": page(STAFF | {"operator"}),
    "invite": page(HEADS),
    "invite_to": page(HEADS, keys=lambda _: {"kind": "team"}),
    "role_send_again": gesture(HEADS, role_of("team")),
    "role_end": gesture(HEADS, role_of("team")),
    "role_give_back": gesture(HEADS, role_of("team")),
    "journal": page(HEADS),
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


def patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Give every address of the product, under its whole name."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            yield f"{space}{each.name or ''}", each


ALL = list(patterns(get_resolver()))
NAMES = sorted({name for name, _ in ALL})


def ask(browser: Client, name: str, found: Cluster) -> Any:
    """Ask for one URL with the keys of a pôle, and take back whatever that changed."""
    row = EXPECTED[name]
    url = reverse(name, kwargs=row.keys(found) if row.keys else None)
    with transaction.atomic():
        answer = getattr(browser, row.method)(url, row.data)
        transaction.set_rollback(True)
    return answer


def test_every_url_is_in_the_table_and_only_those() -> None:
    assert all(each.name for _, each in ALL), [each.pattern for _, each in ALL if not each.name]
    assert set(NAMES) == set(EXPECTED)


@pytest.mark.parametrize("url", [url for _, url in ALL], ids=lambda url: str(url.name))
def test_every_view_of_ours_carries_its_rule(url: URLPattern) -> None:
    if url.callback.__module__.startswith("vivier_web."):
        assert hasattr(url.callback, "rule")


@pytest.mark.parametrize("name", NAMES)
def test_each_role_gets_what_the_table_says(pole: Cluster, signed_in: Any, name: str) -> None:
    row = EXPECTED[name]
    wrong = {}
    for kind in RoleKind.values:
        status = ask(signed_in(kind), name, pole).status_code
        if status not in (row.ok if kind in row.who else row.refused):
            wrong[kind] = status
    assert not wrong


@pytest.mark.parametrize("name", NAMES)
def test_whoever_is_not_signed_in_is_sent_to_the_sign_in_page(pole: Cluster, name: str) -> None:
    row = EXPECTED[name]
    answer = ask(Client(), name, pole)
    if row.anonymous is not None:
        assert answer.status_code in row.anonymous
    else:
        assert answer.status_code == 302
        assert answer["Location"].startswith(("/compte/login/", "/compte/reauthenticate/"))


@pytest.mark.parametrize("name", [name for name in NAMES if EXPECTED[name].is_of_a_pole])
def test_the_objects_of_another_pole_do_not_exist_for_anyone_of_this_one(
    pole: Cluster, signed_in: Any, name: str
) -> None:
    other = cluster.founded("plasturgie", 1)
    with scope(pole=other.pole):
        keys = EXPECTED[name].keys(other)  # type: ignore[misc]
    url = reverse(name, kwargs=keys)
    seen = {}
    for kind in RoleKind.values:
        browser = signed_in(kind)
        if kind in {"operator", "network"}:
            browser.post("/pole/", {"pole": pole.pole.pk})  # they may look at both: this is the one they look at
        with transaction.atomic():
            status = getattr(browser, EXPECTED[name].method)(url, EXPECTED[name].data).status_code
            transaction.set_rollback(True)
        expected = (404,) if kind in EXPECTED[name].who else (403, 404)
        if status not in expected:
            seen[kind] = status
    assert not seen


@pytest.mark.parametrize("name", NAMES)
def test_a_role_taken_back_opens_nothing_more_than_an_account_without_role(
    pole: Cluster, signed_in: Any, name: str
) -> None:
    """The people whose only role has ended are treated like one another, whatever the role was."""
    from django.utils import timezone

    from vivier_web.members.models import Role

    Role.objects.update(ended_at=timezone.now())
    statuses = {ask(signed_in(kind), name, pole).status_code for kind in ("operator", "director", "member")}
    assert len(statuses) == 1
    if EXPECTED[name].who != EVERYONE:
        assert statuses <= {401, 403, 404}


# --- Rules: one row a permission ---------------------------------------------------------------------------------

APPS = ("members", "procedures", "skills", "api")
RULES: dict[str, frozenset[str]] = {
    "members.may_sign_in": EVERYONE,
    "members.may_see_members": READERS,
    "members.may_change_members": STAFF,
    "members.may_keep_dealings": STAFF,
    "members.may_grant_roles": HEADS,
    "members.may_grant": HEADS,  # of a role of the pôle
    "members.may_read_journal": HEADS,
    "members.may_see_people": STAFF | {"operator"},
    "members.may_see_authority_desk": AUTHORITIES,
    "members.may_see_team_desk": STAFF | {"operator"},
    "members.may_see_steering_desk": frozenset({"governance", "board"}),
    "members.may_see_network_desk": frozenset({"network"}),
    "members.may_see_clients": frozenset({"accountant"}),
    "members.may_see_expert_desk": frozenset({"expert"}),
    "members.may_see_training_desk": frozenset({"trainer"}),
    "members.may_see_employee_desk": frozenset({"employee"}),
    "members.may_read_notice": COMPANY | {"employee"},
    "members.may_answer_for": COMPANY,  # of their own organisation
    "members.may_answer_for_some": COMPANY,
    "procedures.may_file_dossiers": CONTRIBUTOR,
    "procedures.may_file_dossiers_for": CONTRIBUTOR,
    "procedures.may_see_dossiers": DELIBERATING,
    "procedures.may_instruct_dossiers": STAFF,
    "procedures.may_judge_dossiers": frozenset({"expert"}),
    "procedures.may_read_procedures": FOLLOWERS,
    "procedures.may_write_procedures": STAFF,
    "procedures.may_read_procedures_of_poles": AUTHORITIES,
    "skills.may_open_waves": STAFF,
    "skills.may_follow_waves": STAFF | {"governance", "operator"},
    "skills.may_review_titles": STAFF,
    "skills.may_read_studies": READERS,
    "skills.may_run_studies": STAFF,
    "skills.may_deposit_for": COMPANY,
    "skills.may_read_report_of": COMPANY,
    "skills.may_share_people": CONTRIBUTOR,
    "skills.may_share_people_of": CONTRIBUTOR,
    "skills.may_follow_mobility": STAFF,
    "skills.may_answer_needs_for": COMPANY,
    "skills.may_read_needs": READERS,
    "skills.may_ask_needs": STAFF,
    "skills.may_read_released_needs": STAFF,
    "skills.may_declare_project_needs": STAFF,
    "skills.may_read_strategy": STRATEGISTS,
    "skills.may_write_strategy": STAFF,
    "skills.may_read_retained_strategy": COMPANY,
    "skills.may_plan_training": STAFF,
    "skills.may_offer_training": frozenset({"trainer"}),
    "api.may_make_tokens": HEADS,
    "api.may_read_members_by_token": READERS,  # with a key made for it
}
ABOUT: dict[str, Callable[[Cluster], Any]] = {  # the second argument of a rule, by its name
    "organisation_id": lambda found: found.members[0].pk,
    "kind": lambda _: "team",
    "scopes": lambda _: ["members:read"],
}
BEYOND = {
    "members.may_sign_in",
    "members.may_see_authority_desk",
    "members.may_see_clients",
    "procedures.may_read_procedures_of_poles",
}  # rules that look at no pôle


def written_rules() -> dict[str, Callable[..., bool]]:
    """Give every function `may_…` of the rules of every app, where it is written."""
    found = {}
    for app in APPS:
        module = importlib.import_module(f"vivier_web.{app}.rules")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("may_") and function.__module__ == module.__name__:
                found[f"{app}.{name}"] = function
    return found


def judged(rule: Callable[..., bool], kind: str, holder: Cluster, looked_at: Cluster) -> bool:
    """Say what a rule answers to a person of one pôle who looks at a pôle and at its first member."""
    actor = actor_of(holder.people[kind], looked_at.pole, roles_of(holder.people[kind]))
    more = list(inspect.signature(rule).parameters)[1:]
    return rule(actor, *(ABOUT[name](looked_at) for name in more))


def test_every_rule_is_in_the_table_and_has_its_sentence() -> None:
    written = written_rules()
    assert set(written) == set(RULES)
    assert all((rule.__doc__ or "").strip().endswith(".") for rule in written.values())


@pytest.mark.parametrize("name", RULES)
def test_each_rule_lets_in_who_the_table_says(pole: Cluster, name: str) -> None:
    rule = written_rules()[name]
    assert {kind for kind in RoleKind.values if judged(rule, kind, pole, pole)} == set(RULES[name])


@pytest.mark.parametrize("name", sorted(set(RULES) - BEYOND))
def test_no_role_of_one_pole_counts_in_another(pole: Cluster, name: str) -> None:
    other = cluster.founded("plasturgie", 1)
    let_in = {kind for kind in RoleKind.values if judged(written_rules()[name], kind, pole, other)}
    assert let_in <= {"operator", "network"}, "the operator serves them all; a network's secretariat, its pôles"


@pytest.mark.parametrize(
    "name",
    [
        "members.may_answer_for",
        "skills.may_deposit_for",
        "skills.may_read_report_of",
        "skills.may_share_people_of",
    ],
)
def test_nobody_answers_for_another_member(pole: Cluster, name: str) -> None:
    rule = written_rules()[name]
    for user in pole.people.values():
        actor = actor_of(user, pole.pole, roles_of(user))
        assert not any(rule(actor, member.pk) for member in pole.members[1:])


@pytest.mark.parametrize("kind", RoleKind.values)
def test_a_director_grants_only_the_roles_of_the_pole_and_an_operator_all(pole: Cluster, kind: str) -> None:
    rule = written_rules()["members.may_grant"]
    granted = {
        who: rule(actor_of(pole.people[who], pole.pole, roles_of(pole.people[who])), kind)
        for who in ("director", "operator", "team")
    }
    assert granted == {
        "director": kind not in {"operator", "state", "region", "local", "network"},
        "operator": True,
        "team": False,
    }
