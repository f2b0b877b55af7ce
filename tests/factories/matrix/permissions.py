"""Who each rule lets in, whatever page asks it."""

from collections.abc import Callable
from typing import Any

from factories.cluster import Cluster
from factories.matrix.columns import (
    AUTHORITIES,
    COMPANY,
    CONTRIBUTOR,
    DELIBERATING,
    EVERYONE,
    FOLLOWERS,
    HEADS,
    READERS,
    STAFF,
    STRATEGISTS,
)

APPS = ("members", "procedures", "skills", "indicators", "api")
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
    "indicators.may_see_publications": STRATEGISTS,
    "indicators.may_prepare_publications": STAFF,
    "indicators.may_publish_figures": frozenset({"director"}),
    "indicators.may_compare_poles": AUTHORITIES,
    "indicators.may_compare_network": frozenset({"network"}),
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
    "indicators.may_compare_poles",
    "indicators.may_compare_network",
    "procedures.may_read_procedures_of_poles",
}  # rules that look at no pôle
