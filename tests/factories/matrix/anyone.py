"""Who may do what in what programs and anyone may read."""

from factories import belongings as own
from factories.matrix.columns import HEADS, Row, closed, gesture, page, public

ROWS: dict[str, Row] = {
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
}
