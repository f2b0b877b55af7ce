"""Who may do what in the room Évaluer: publications, and figures that anyone reads."""

from factories import belongings as own
from factories.matrix.columns import AUTHORITIES, STAFF, STRATEGISTS, Row, gesture, page, public, thing

DIRECTION = frozenset({"director"})
ROWS: dict[str, Row] = {
    "publications": page(STRATEGISTS),
    "prepare_publication": page(STAFF),
    "known_figures": page(STAFF),
    "publication_work": thing(STRATEGISTS, own.publication_work),
    "publication_progress": thing(STRATEGISTS, own.publication_work),
    "publish_figures": gesture(DIRECTION, own.publication_work),
    "withdraw_publication": gesture(DIRECTION, own.publication, data={"why": "Erreur"}),
    "restore_publication": gesture(DIRECTION, own.publication),
    "network_figures": page(frozenset({"network"})),
    "publish_network_figures": gesture(frozenset({"network"}), own.network_day, is_of_a_pole=False),
    "authority_figures": page(AUTHORITIES),
    # For anyone
    "open_data": public(),
    "open_catalogue": public(),
    "published_dataset": public(keys=own.published_key),
    "published_file": public(keys=own.published_file),
    "api:published_datasets": public(),
    "api:published_dataset": public(keys=own.published_key),
}
