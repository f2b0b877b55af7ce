"""Who may do what in the room Décider: the strategy."""

from factories import belongings as own
from factories.matrix.columns import COMPANY, STAFF, STRATEGISTS, Row, gesture, page, thing

ROWS: dict[str, Row] = {
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
}
