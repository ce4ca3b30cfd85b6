"""What people do in a room: python3 scenes.py NAME, in a folder with the certificates, plays one scene."""

import os
import ssl
import sys

from person import Person

ADDRESS = ("127.0.0.1", int(os.environ["RELAY_PORT"]))
PASSWORD = os.environ["RELAY_PASSWORD"]
present = []


def enter(nick, *rooms, own=None):
    person = Person(ADDRESS, nick, PASSWORD, own=own)
    assert person.welcome == f":pychat.local 001 {nick} :Welcome to PyChat, {nick}", person.welcome
    present.append(person)
    for room in rooms:
        person.say(f"JOIN {room}")
        same(person.hear("JOIN"), f":{nick}!{nick}@127.0.0.1 JOIN {room.split()[0]}")
        person.hear("366")
    return person


def leave(person):
    person.say("QUIT :done")
    same(person.hear("ERROR"), "ERROR :Closing link: Quit: done")


def same(found, wanted):
    assert found == wanted, f"{found!r} is not {wanted!r}"


def begins(found, wanted):
    assert found.startswith(wanted), f"{found!r} does not begin with {wanted!r}"


def talks_both_ways_in_a_room():
    ann, bob = enter("ann", "#chat"), enter("bob", "#chat")
    same(ann.hear("JOIN"), ":bob!bob@127.0.0.1 JOIN #chat")
    ann.say("PRIVMSG #chat :Olá, irmão! 😀")
    same(bob.hear("PRIVMSG"), ":ann!ann@127.0.0.1 PRIVMSG #chat :Olá, irmão! 😀")
    bob.say("PRIVMSG #chat :Oi :)")
    same(ann.hear("PRIVMSG"), ":bob!bob@127.0.0.1 PRIVMSG #chat :Oi :)")
    bob.say("PART #chat :tchau")
    same(ann.hear("PART"), ":bob!bob@127.0.0.1 PART #chat tchau")
    bob.say("JOIN #chat")
    ann.hear("JOIN")
    leave(bob)
    same(ann.hear("QUIT"), ":bob!bob@127.0.0.1 QUIT :Quit: done")
    present.remove(bob)


def joins_a_locked_room_with_its_key_alone():
    ann, bob = enter("ann", "#lab"), enter("bob")
    ann.say("MODE #lab +k abre-te")
    same(ann.hear("MODE"), ":ann!ann@127.0.0.1 MODE #lab +k abre-te")
    bob.say("JOIN #lab")
    begins(bob.hear("475", "JOIN"), ":pychat.local 475 bob #lab ")
    bob.say("JOIN #lab sesamo")
    begins(bob.hear("475", "JOIN"), ":pychat.local 475 bob #lab ")
    bob.say("JOIN #lab abre-te")
    same(bob.hear("JOIN"), ":bob!bob@127.0.0.1 JOIN #lab")
    same(ann.hear("JOIN"), ":bob!bob@127.0.0.1 JOIN #lab")


def sends_messages_to_one_person():
    ann, bob, eve = enter("ann", "#chat"), enter("bob", "#chat"), enter("eve", "#chat")
    ann.say("PRIVMSG bob :só para você")
    same(bob.hear("PRIVMSG"), ":ann!ann@127.0.0.1 PRIVMSG bob :só para você")
    bob.say("PRIVMSG ANN :recebido", "PRIVMSG #chat :a todos")
    same(ann.hear("PRIVMSG"), ":bob!bob@127.0.0.1 PRIVMSG ann recebido")
    same(eve.hear("PRIVMSG"), ":bob!bob@127.0.0.1 PRIVMSG #chat :a todos")
    ann.say("PRIVMSG carl :onde?")
    begins(ann.hear("401"), ":pychat.local 401 ann carl ")


def sets_the_topic():
    ann, bob = enter("ann", "#aula"), enter("bob", "#aula")
    ann.say("TOPIC #aula :Redes às 14h")
    same(bob.hear("TOPIC"), ":ann!ann@127.0.0.1 TOPIC #aula :Redes às 14h")
    eve = enter("eve")
    eve.say("JOIN #aula")
    same(eve.hear("332"), ":pychat.local 332 eve #aula :Redes às 14h")
    begins(eve.hear("333"), ":pychat.local 333 eve #aula ann!ann@127.0.0.1 ")
    ann.say("MODE #aula +t")
    bob.hear("MODE")
    bob.say("TOPIC #aula :Recreio")
    begins(bob.hear("482"), ":pychat.local 482 bob #aula ")


def kicks_somebody():
    ann, bob = enter("ann", "#porta"), enter("bob", "#porta")
    bob.say("KICK #porta ann :fora")
    begins(bob.hear("482"), ":pychat.local 482 bob #porta ")
    ann.say("KICK #porta bob :fora, por favor")
    same(bob.hear("KICK"), ":ann!ann@127.0.0.1 KICK #porta bob :fora, por favor")
    same(ann.hear("KICK"), ":ann!ann@127.0.0.1 KICK #porta bob :fora, por favor")
    bob.say("PRIVMSG #porta :ainda aqui?")
    bob.hear("404")
    bob.say("JOIN #porta")
    bob.hear("366")


def bans_somebody_until_the_ban_is_lifted():
    ann, bob = enter("ann", "#limpa"), enter("bob", "#limpa")
    ann.say("MODE #limpa +b bob!*@*", "KICK #limpa bob :spam")
    same(ann.hear("MODE"), ":ann!ann@127.0.0.1 MODE #limpa +b bob!*@*")
    bob.hear("KICK")
    bob.say("JOIN #limpa")
    begins(bob.hear("474", "JOIN"), ":pychat.local 474 bob #limpa ")
    ann.say("MODE #limpa b")
    begins(ann.hear("367"), ":pychat.local 367 ann #limpa bob!*@* ann!ann@127.0.0.1 ")
    ann.say("MODE #limpa -b bob!*@*")
    ann.hear("MODE")
    bob.say("JOIN #limpa")
    same(bob.hear("474", "JOIN"), ":bob!bob@127.0.0.1 JOIN #limpa")


def bans_a_key_whatever_the_nick():
    ann, otto = enter("ann", "#limpa"), enter("otto", "#limpa", own="pychat.pem")
    key = os.environ["OWN_KEY"]
    ann.say(f"MODE #limpa +b z:{key}", "KICK #limpa otto")
    otto.hear("KICK")
    otto.say("NICK otto2", "JOIN #limpa")
    begins(otto.hear("474", "JOIN"), ":pychat.local 474 otto2 #limpa ")


def is_away_for_a_while():
    ann, bob = enter("ann"), enter("bob")
    bob.say("AWAY :almoço")
    begins(bob.hear("306"), ":pychat.local 306 bob ")
    ann.say("PRIVMSG bob :está aí?")
    same(ann.hear("301"), ":pychat.local 301 ann bob almoço")
    same(bob.hear("PRIVMSG"), ":ann!ann@127.0.0.1 PRIVMSG bob :está aí?")
    bob.say("AWAY")
    begins(bob.hear("305"), ":pychat.local 305 bob ")
    ann.say("PRIVMSG bob :e agora?", "PING fim")
    assert " PONG " in ann.hear("301", "PONG")


def invites_into_a_closed_room():
    ann, bob = enter("ann", "#fechada"), enter("bob")
    ann.say("MODE #fechada +i")
    ann.hear("MODE")
    bob.say("JOIN #fechada")
    begins(bob.hear("473", "JOIN"), ":pychat.local 473 bob #fechada ")
    ann.say("INVITE bob #fechada")
    same(ann.hear("341"), ":pychat.local 341 ann bob #fechada")
    same(bob.hear("INVITE"), ":ann!ann@127.0.0.1 INVITE bob #fechada")
    bob.say("JOIN #fechada")
    same(ann.hear("JOIN"), ":bob!bob@127.0.0.1 JOIN #fechada")


def owns_the_nick_that_it_used_with_a_certificate():
    leave(enter("otto", "#chat", own="pychat.pem"))
    present.clear()
    stranger = Person(ADDRESS, "otto", PASSWORD)
    begins(stranger.welcome, ":pychat.local 433 * otto ")
    impostor = Person(ADDRESS, "Otto", PASSWORD, own="other.pem")
    begins(impostor.welcome, ":pychat.local 433 * Otto ")
    enter("otto", "#chat", own="pychat.pem")


def logs_in_by_certificate():
    otto = enter("otto", own="pychat.pem")
    otto.say("AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
    key = os.environ["OWN_KEY"]
    begins(otto.hear("900"), f":pychat.local 900 otto otto!otto@127.0.0.1 {key} ")
    begins(otto.hear("903"), ":pychat.local 903 otto ")
    ann = enter("ann")
    ann.say("WHOIS otto")
    begins(ann.hear("330"), f":pychat.local 330 ann otto {key} ")
    ann.say("AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
    begins(ann.hear("904"), ":pychat.local 904 ann ")


def is_refused_with_a_wrong_password():
    eve = Person(ADDRESS, "eve", "wrong")
    begins(eve.welcome, ":pychat.local 464 eve ")
    begins(eve.hear("ERROR"), "ERROR :Closing link: ")


def refuses_a_relay_that_is_not_the_one_expected():
    try:
        Person(ADDRESS, "ann", PASSWORD, room="other.pem")
    except ssl.SSLCertVerificationError:
        return
    raise AssertionError("it told its password to anybody")


def reads_what_was_said_before():
    ann = enter("ann", "#ontem")
    ann.say("PRIVMSG #ontem :primeira", "PRIVMSG #ontem :\x01ACTION acena\x01", "PING fim")
    ann.hear("PONG")
    bob = enter("bob")
    bob.say("JOIN #ontem")
    first = ":pychat.local NOTICE #ontem :"
    same(bob.hear("NOTICE"), f"{first}What was said here before you came (times are UTC):")
    said = [bob.hear("NOTICE").removeprefix(first).split("] ") for _ in range(2)]
    same([text for _, text in said], ["<ann> primeira", "* ann acena"])


if __name__ == "__main__":
    globals()[sys.argv[1]]()
    for one in present:
        leave(one)
