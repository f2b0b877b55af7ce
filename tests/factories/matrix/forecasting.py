"""Who may do what in the room Prévoir: waves, titles, studies, skills, mobility seen by the team."""

from factories import belongings as own
from factories.matrix.columns import READERS, STAFF, Row, gesture, page, thing

ROWS: dict[str, Row] = {
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
}
