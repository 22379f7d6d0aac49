#!/usr/bin/python3
"""A second opinion on tests/data/ics/occurrences/*.txt (README there) by dateutil and zoneinfo.

  occurrences.py check FILE...            works out each case that it can express, and compares
  occurrences.py program BINARY FILE...   lets the program sync some of the cases, and compares
  occurrences.py print FILE...            prints what dateutil gives, to write a new case

Rules run on the wall clock by dateutil; zones are attached here, by RFC 5545 section 3.3.5: a time
that the clock shows twice is the first, one that it skips has the offset before the gap. That is
what zoneinfo gives with fold=0. Nothing of the program's own code is used.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import rrulestr

UTC = timezone.utc


class NotExpressible(Exception):
    """dateutil has no notion of what the case is about."""


def expand_braces(text):
    """'1997-09-{02..04,09}T09:00' -> four texts."""
    found = re.search(r'\{([^}]*)\}', text)
    if not found:
        return [text]
    values = []
    for part in found.group(1).split(','):
        low, _, high = part.partition('..')
        high = high or low
        values += [str(n).zfill(len(low)) for n in range(int(low), int(high) + 1)]
    return [each for value in values
            for each in expand_braces(text[:found.start()] + value + text[found.end():])]


def parse_instant(text):
    return datetime.fromisoformat(text.replace('Z', '+00:00')).astimezone(UTC)


def parse_cases(path):
    cases, case, block = [], None, None
    for line in open(path, encoding='utf-8'):
        line = line.rstrip('\n')
        if line.startswith('== '):
            case = {'name': line[3:], 'file': os.path.basename(path), 'ics': [], 'expect': []}
            cases.append(case)
            block = None
        elif line.startswith('  ') and block is not None:
            block.append(line[2:])
        elif line and not line.startswith('#'):
            key, _, value = line.partition(':')
            block = case[key] if key in ('ics', 'expect') else None
            if block is None:
                case.setdefault(key, []).append(value.strip())
    return cases


def expected_of(case):
    """[(start, minutes)], sorted."""
    out = []
    for line in case['expect']:
        start, length = line.split()[:2]
        out += [(parse_instant(each), int(length)) for each in expand_braces(start)]
    return sorted(out)


# What iCalendar writes.

def local_time(value):
    if re.fullmatch(r'\d{8}', value):
        return datetime.strptime(value, '%Y%m%d')
    return datetime.strptime(value.rstrip('Z'), '%Y%m%dT%H%M%S')


def place(local, zone):
    """A wall clock time -> an instant, by section 3.3.5."""
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def parse_duration(value):
    found = re.fullmatch(r'\+?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?', value)
    if not found:
        raise NotExpressible('duration ' + value)
    weeks, whole, hours, minutes, seconds = (int(each or 0) for each in found.groups())
    return (timedelta(days=7 * weeks + whole),
            timedelta(hours=hours, minutes=minutes, seconds=seconds))


class Event:
    def __init__(self, case):
        self.user = ZoneInfo(case['zone'][0])
        self.properties = []
        for line in case['ics']:
            head, _, value = line.partition(':')
            name, *parameters = head.split(';')
            if name in ('BEGIN', 'END', 'RECURRENCE-ID', 'X-WR-TIMEZONE') or '%{' in line:
                raise NotExpressible(name)
            parameters = dict(each.split('=', 1) for each in parameters)
            self.properties.append((name, parameters, value))
        name, parameters, self.start_text = self.first('DTSTART')
        self.all_day = len(self.start_text) == 8
        self.zone = self.user if self.all_day else self.zone_of(parameters, self.start_text)
        self.start = local_time(self.start_text)

    def all(self, name):
        return [each for each in self.properties if each[0] == name]

    def first(self, name):
        found = self.all(name)
        if not found:
            raise NotExpressible('no ' + name)
        return found[0]

    def zone_of(self, parameters, value):
        if value.endswith('Z'):
            return UTC
        if 'TZID' not in parameters:
            return getattr(self, 'zone', self.user)
        try:
            return ZoneInfo(parameters['TZID'])
        except (ZoneInfoNotFoundError, ValueError):
            raise NotExpressible('zone ' + parameters['TZID'])

    def instant(self, parameters, value):
        if self.all_day:
            return self.place(local_time(value[:8]))
        return place(local_time(value), self.zone_of(parameters, value))

    def place(self, local):
        if not self.all_day:
            return place(local, self.zone)
        found = place(local, self.zone)
        if found.astimezone(self.zone).replace(tzinfo=None) == local:
            return found
        # Midnight is skipped: the day begins when the gap ends, which is the same distance before
        # it on the new clock.
        before = local.replace(tzinfo=self.zone, fold=0).utcoffset()
        after = local.replace(tzinfo=self.zone, fold=1).utcoffset()
        low, high = local - after, local - before  # the change lies between, in UTC
        low, high = low.replace(tzinfo=UTC), high.replace(tzinfo=UTC)
        while high - low > timedelta(seconds=1):
            middle = (low + (high - low) / 2).replace(microsecond=0)
            if middle.astimezone(self.zone).utcoffset() == before:
                low = middle
            else:
                high = middle
        return high

    def end_of(self, instant, local):
        if self.all('DTEND'):
            _, parameters, value = self.first('DTEND')
            if self.all_day:
                return self.place(local + (local_time(value[:8]) - self.start))
            return instant + (self.instant(parameters, value) - self.place(self.start))
        if self.all('DURATION'):
            nominal, exact = parse_duration(self.first('DURATION')[2])
            if nominal == timedelta(0):
                return instant + exact
            return self.place(local + nominal) + exact
        return self.place(local + timedelta(days=1)) if self.all_day else instant

    def rule_starts(self, text, last):
        """Wall clock times of one rule, up to `last`; UNTIL is applied here."""
        parts = [each for each in text.split(';') if each and not each.startswith('UNTIL=')]
        until = [each[6:] for each in text.split(';') if each.startswith('UNTIL=')]
        for local in rrulestr(';'.join(parts), dtstart=self.start):
            if local > last:
                return
            if until:
                value = until[0]
                if self.all_day or len(value) == 8:
                    ended = local.date() > local_time(value).date()
                elif value.endswith('Z'):
                    ended = self.place(local) > local_time(value).replace(tzinfo=UTC)
                else:
                    ended = local > local_time(value)
                if ended:
                    return
            yield local

    def occurrences(self, start, end):
        last = end.astimezone(UTC).replace(tzinfo=None) + timedelta(days=2)
        found = {self.place(self.start): (self.start, None)}
        for _, _, text in self.all('RRULE'):
            for local in self.rule_starts(text, last):
                found.setdefault(self.place(local), (local, None))
        for _, parameters, value in self.all('RDATE'):
            for entry in value.split(','):
                text, _, rest = entry.partition('/')
                if len(text) == 8 and not self.all_day:
                    at = self.place(datetime.combine(local_time(text), self.start.time()))
                else:
                    at = self.instant(parameters, text)
                local = local_time(text) if self.all_day else (
                    at.astimezone(self.zone).replace(tzinfo=None))
                own = None
                if rest.startswith('P'):
                    own = self.place(local + parse_duration(rest)[0]) + parse_duration(rest)[1]
                elif rest:
                    own = self.instant(parameters, rest)
                if own or at not in found:
                    found[at] = (local, own)
        for at in self.excluded(last):
            found.pop(at, None)
        dates = {local_time(value).date() for _, _, values in self.all('EXDATE')
                 for value in values.split(',') if len(value) == 8}
        out = []
        for at, (local, own) in found.items():
            finish = own or self.end_of(at, local)
            inside = at < end and (finish > start or at >= start)
            if inside and (self.all_day or local.date() not in dates):
                out.append((at, int((finish - at).total_seconds() // 60)))
        return sorted(out)

    def excluded(self, last):
        for _, parameters, values in self.all('EXDATE'):
            for value in values.split(','):
                if self.all_day or len(value) > 8:
                    yield self.instant(parameters, value)
        for _, _, text in self.all('EXRULE'):
            for local in self.rule_starts(text, last):
                yield self.place(local)


def window_of(case):
    return tuple(parse_instant(each) for each in case['window'][0].split())


def worked_out(case):
    if case.get('problem') or 'dateutil differs' in case['source'][0]:
        raise NotExpressible('it says so')
    try:
        return Event(case).occurrences(*window_of(case))
    except ValueError as error:
        raise NotExpressible(str(error)) from error


def shown(occurrences, zone=UTC):
    return [f'{at.astimezone(zone).isoformat(timespec="minutes")} {length}'
            for at, length in occurrences]


def differences(case, got):
    wanted = expected_of(case)
    if got == wanted:
        return None
    return '\n'.join(['  wanted:'] + ['    ' + each for each in shown(wanted)] +
                     ['  got:'] + ['    ' + each for each in shown(got)])


def check(paths):
    agreed, skipped, bad = 0, 0, 0
    for case in [each for path in paths for each in parse_cases(path)]:
        must = case['source'][0].startswith('dateutil')
        # What is refused leaves the first date, with a warning; dateutil refuses nothing.
        if case.get('warns') and not must:
            skipped += 1
            continue
        try:
            wrong = differences(case, worked_out(case))
        except NotExpressible as why:
            if not must:
                skipped += 1
                continue
            wrong = f'  not worked out: {why}'
        if wrong:
            bad += 1
            print(f'{case["file"]}: {case["name"]}\n{wrong}')
        else:
            agreed += 1
    print(f'{agreed} cases agree with dateutil, {skipped} are not for it, {bad} differ')
    return bad == 0 and agreed > 0


# The real program: one calendar file for each case, synced at the start of its window.

def calendar_text(case):
    lines = case['ics']
    if 'BEGIN:VEVENT' not in lines:
        lines = ['BEGIN:VEVENT', 'UID:a', 'SUMMARY:x', *lines, 'END:VEVENT']
    return '\r\n'.join(['BEGIN:VCALENDAR', 'VERSION:2.0', *lines, 'END:VCALENDAR', ''])


def run_program(binary, folder, case):
    start, end = window_of(case)
    length = (end - start).days
    if not 1 <= length <= 400 or end - start != timedelta(days=length):
        raise NotExpressible('window')
    for name in ('store.db', 'store.db-wal', 'store.db-shm', 'store.db.lock'):
        if os.path.exists(os.path.join(folder, name)):
            os.remove(os.path.join(folder, name))
    with open(os.path.join(folder, 'calendar.ics'), 'w', encoding='utf-8', newline='') as out:
        out.write(calendar_text(case))
    with open(os.path.join(folder, 'config.yaml'), 'w', encoding='utf-8') as out:
        os.fchmod(out.fileno(), 0o600)
        out.write('store: {path: store.db}\nrules: ' + os.environ['E2E_SOURCE'] +
                  '/config/meeting_types.yaml\n'
                  f'sync: {{days_behind: 0, days_ahead: {length}}}\nusers:\n'
                  '  - {id: ada, name: Ada, email: ada@example.com,\n'
                  f'     time_zone: {case["zone"][0]}, channels: [terminal],\n'
                  '     calendars: [{kind: ics, path: calendar.ics}]}\n')
    form = '%Y-%m-%dT%H:%M:%SZ'
    call = [binary, '--config', os.path.join(folder, 'config.yaml'), '--now', start.strftime(form)]
    subprocess.run(call + ['sync', '--json'], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    listed = subprocess.run(
        call + ['meetings', 'list', '--json', '--from', start.strftime(form), '--to',
                end.strftime(form)],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    out = []
    for meeting in json.loads(listed.stdout):
        at, finish = (parse_instant(meeting[key]) for key in ('start_time', 'end_time'))
        out.append((at, int((finish - at).total_seconds() // 60)))
    return sorted(out)


def program(binary, paths):
    agreed, bad = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for case in [each for path in paths for each in parse_cases(path)]:
            if '%{' in ''.join(case['ics']) or case.get('known') or 'BEGIN:VCALENDAR' in case['ics']:
                continue
            if any('cancelled' in each for each in case['expect']):
                continue
            try:
                wrong = differences(case, run_program(binary, folder, case))
            except NotExpressible:
                continue
            except subprocess.CalledProcessError as error:
                wrong = f'  {error}'
            if wrong:
                bad += 1
                print(f'{case["file"]}: {case["name"]}\n{wrong}')
            else:
                agreed += 1
    print(f'{agreed} cases agree with the program, {bad} differ')
    return bad == 0 and agreed > 0


def print_expectations(paths):
    for case in [each for path in paths for each in parse_cases(path)]:
        try:
            event = Event(case)
            print(f'== {case["name"]}')
            for line in shown(worked_out(case), event.zone):
                print('  ' + line)
        except NotExpressible as why:
            print(f'== {case["name"]}: {why}')


def main(arguments):
    if arguments[:1] == ['check']:
        return check(arguments[1:])
    if arguments[:1] == ['program']:
        return program(arguments[1], arguments[2:])
    if arguments[:1] == ['print']:
        print_expectations(arguments[1:])
        return True
    print(__doc__)
    return False


if __name__ == '__main__':
    sys.exit(0 if main(sys.argv[1:]) else 1)
