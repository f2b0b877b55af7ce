"""A set of letters: one a respondent, nobody reads the address of another, none is written to nobody."""

from django.core import mail

from vivier_web.members.actions.posting import send_letters


def test_each_letter_goes_to_its_readers_who_do_not_see_one_another(pole):
    letters = [(["a@exemple.fr", "b@exemple.fr"], "Pour A et B"), ([], "Pour personne"), (["c@exemple.fr"], "Pour C")]
    assert send_letters(pole.pole, "vos besoins", letters) == 2
    subject = f"[Vivier] {pole.pole.name} : vos besoins"
    assert [(one.subject, one.to, one.bcc, one.body) for one in mail.outbox] == [
        (subject, [], ["a@exemple.fr", "b@exemple.fr"], "Pour A et B"),
        (subject, [], ["c@exemple.fr"], "Pour C"),
    ]


def test_nothing_to_send_sends_nothing(pole):
    assert send_letters(pole.pole, "vos besoins", []) == 0
    assert mail.outbox == []
