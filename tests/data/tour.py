"""Watches a folder of invoices, books each once, and reports what is overdue."""

import asyncio
import csv
import functools
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

log = logging.getLogger(__name__)


class InvoiceError(ValueError):
    """An invoice that cannot be booked."""


def logged(function):
    """Writes a line to the log around each call."""

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        log.debug("calling %s", function.__name__)
        return function(*args, **kwargs)

    return wrapper


@dataclass(order=True)
class Invoice:
    due: date
    number: str = field(compare=False)
    cents: int = field(compare=False)
    tags: list[str] = field(default_factory=list, compare=False)

    @property
    def overdue(self) -> bool:
        return self.due < date.today()


class Ledger:
    """The invoices booked so far, by number."""

    __slots__ = ("_booked",)

    def __init__(self):
        self._booked: dict[str, Invoice] = {}

    def __len__(self):
        return len(self._booked)

    def __iter__(self) -> Iterator[Invoice]:
        yield from sorted(self._booked.values())

    def book(self, invoice: Invoice, /, *, force: bool = False) -> None:
        if invoice.number in self._booked and not force:
            raise InvoiceError(f"{invoice.number!r} is booked already")
        self._booked[invoice.number] = invoice


def parse(row: list[str]) -> Invoice:
    match row:
        case [number, cents, days] if cents.isdigit():
            due = date.today() + timedelta(days=int(days))
            return Invoice(due, number, int(cents))
        case [number, *_]:
            raise InvoiceError(f"{number}: amount or days missing")
        case _:
            raise InvoiceError("empty line")


@contextmanager
def opened(path: Path):
    stream = path.open(newline="", encoding="utf-8")
    try:
        yield csv.reader(stream)
    finally:
        stream.close()


@logged
def read(path: Path, seen=[]) -> Iterator[Invoice]:
    with opened(path) as rows:
        for number, row in enumerate(rows, start=1):
            try:
                yield parse(row)
            except InvoiceError as error:
                seen.append(number)
                raise InvoiceError(f"{path}:{number}: {error}") from error


async def arrivals(folder: Path, every: float) -> AsyncIterator[Path]:
    known: set[Path] = set()
    while True:
        if fresh := {path for path in folder.glob("*.csv")} - known:
            for path in sorted(fresh):
                yield path
            known |= fresh
        await asyncio.sleep(every)


async def main(folder: Path) -> None:
    ledger = Ledger()
    async for path in arrivals(folder, every=1.0):
        for invoice in read(path):
            ledger.book(invoice)
        late = [invoice.number for invoice in ledger if invoice.overdue]
        total = sum(invoice.cents for invoice in ledger)
        print(
            f"{len(ledger)} booked, {total / 100:,.2f} in all, {late or 'nothing'} late"
        )


if __name__ == "__main__":
    asyncio.run(main(Path("inbox")))
