"""Who may do what in the room Agir: shared training."""

from factories import belongings as own
from factories.matrix.columns import STAFF, Row, gesture, page, thing

ROWS: dict[str, Row] = {
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
}
