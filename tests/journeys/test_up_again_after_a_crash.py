"""What was acknowledged survives a power cut, whole and once.

This file is the last by its name: it fills the inboxes with copies that nobody can open.
"""

import http.client
import itertools
import json
import random
import threading
import time

import pytest

from bench.accepting import a_request, sealed_report
from tools.service import Service

pytestmark = pytest.mark.xdist_group("service")

ROUNDS = 3
REPORTS = 60
CLIENTS = 4


class Reports:
    """Signed reports that wait to be sent, and what was answered to each."""

    def __init__(self, requests: list[bytes]) -> None:
        self.requests = requests
        self.answers: dict[int, object] = {}

    def send(self, port: int, number: int) -> tuple[int, object] | None:
        """Send one; None when no answer came."""
        head, body = self.requests[number].split(b"\r\n\r\n", 1)
        lines = [line.decode().split(": ", 1) for line in head.split(b"\r\n")[1:]]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("POST", "/api/reports", body, dict(lines))
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def send_all(self, port: int) -> list[threading.Thread]:
        """Send them all from several clients, noting what was acknowledged."""
        waiting = iter(range(len(self.requests)))
        lock = threading.Lock()

        def client() -> None:
            while True:
                with lock:
                    number = next(waiting, None)
                if number is None:
                    return
                answered = self.send(port, number)
                if answered is not None and answered[0] == 201:
                    self.answers[number] = answered[1]

        threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        return threads


def test_every_acknowledged_report_is_there_once_after_a_power_cut(service: Service) -> None:
    """Reports come in while all processes of the server are killed, several times.

    Each report that was acknowledged is answered as before when it is sent again; each that was not
    is taken now; and the ledger holds together.
    """
    template = sealed_report(service)
    chance = random.Random(7)  # noqa: S311
    acknowledged = 0
    for _ in range(ROUNDS):
        reports = Reports([a_request(template) for _ in range(REPORTS)])
        threads = reports.send_all(service.port)
        while not reports.answers:
            time.sleep(0.005)
        time.sleep(chance.uniform(0.01, 0.3))
        service.crash()
        for thread in threads:
            thread.join(timeout=60)
        service.restart()
        acknowledged += len(reports.answers)
        for number in range(REPORTS):
            again = reports.send(service.port, number)
            assert again is not None
            status, answer = again
            if number in reports.answers:
                assert (status, answer) == (200, reports.answers[number])
            else:
                assert status in {200, 201}
    assert acknowledged > 0
    # It ends with another code, and `manage` fails, when anything does not hold.
    service.manage("verify_ledger")


def test_sending_twice_at_the_same_instant_makes_one_report(service: Service) -> None:
    """Send is pressed twice: both are answered alike, and one of them made the report."""
    reports = Reports([a_request(sealed_report(service))])
    answers: list[tuple[int, object] | None] = []
    threads = [
        threading.Thread(target=lambda: answers.append(reports.send(service.port, 0)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    statuses = sorted(one[0] for one in answers if one is not None)
    assert statuses == [200, 200, 200, 201]
    said = [one[1] for one in answers if one is not None]
    assert all(before == after for before, after in itertools.pairwise(said))
