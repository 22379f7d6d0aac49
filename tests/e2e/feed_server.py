#!/usr/bin/env python3
"""A calendar feed that does as it is told, on a free port of 127.0.0.1.

  feed_server.py FOLDER   FOLDER/calendar.ics is the feed, FOLDER/mode says how it is served (below;
                          read anew for each request), FOLDER/port appears once it listens, and
                          FOLDER/log gets one line a request: PATH [conditions] STATUS

modes: plain         200, without validators
       etag, date    with an ETag (weak) or Last-Modified; 304 where the condition holds
       status N [H]  that status; H: one header, "Name: value"
       html, empty, noise
       truncated     half the calendar, with a Content-Length that fits
       cut           half the calendar, with the Content-Length of all of it
       drip          a byte each 100 ms, for ever
       silent        never answers
       bomb          gzip of more than 64 MiB
       redirect N TO that status, to TO; paths that begin with /moved are served plainly
"""
import email.utils
import gzip
import hashlib
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

folder = sys.argv[1]
bomb = gzip.compress(b"BEGIN:VCALENDAR\r\n" + b" " * (65 << 20), 1)
lock = threading.Lock()


def path(name):
    return os.path.join(folder, name)


class Feed(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def note(self, status):
        conditions = "".join(
            " %s=%s" % (short, self.headers[name])
            for short, name in (("inm", "If-None-Match"), ("ims", "If-Modified-Since"))
            if name in self.headers
        )
        if "Authorization" in self.headers:
            conditions += " auth=" + self.headers["Authorization"]
        with lock, open(path("log"), "a", encoding="utf-8") as log:
            log.write("%s%s %s\n" % (self.path, conditions, status))

    def answer(self, status, body=b"", length=None, **headers):
        self.note(status)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 304:
            self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        if length is not None:
            self.close_connection = True

    def calendar(self, body, validators):
        same = (
            self.headers.get("If-None-Match") == validators["ETag"]
            if "ETag" in validators
            else "Last_Modified" in validators
            and self.headers.get("If-Modified-Since") == validators["Last_Modified"]
        )
        if same:
            self.answer(304, **validators)
        else:
            self.answer(200, body, Content_Type="text/calendar; charset=utf-8", **validators)

    def drip(self):
        self.note("drip")
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        for byte in b"BEGIN:VCALENDAR\r\n" * 1000:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(0.1)

    def do_GET(self):
        with open(path("calendar.ics"), "rb") as file:
            body = file.read()
        with open(path("mode"), encoding="utf-8") as file:
            mode, *words = file.read().split(None, 2)
        if self.path.startswith("/moved"):
            mode = "plain"
        if mode == "etag":
            self.calendar(body, {"ETag": 'W/"%s"' % hashlib.sha1(body).hexdigest()})
        elif mode == "date":
            modified = email.utils.formatdate(os.stat(path("calendar.ics")).st_mtime, usegmt=True)
            self.calendar(body, {"Last_Modified": modified})
        elif mode == "status":
            name, _, value = " ".join(words[1:]).strip().partition(": ")
            self.answer(int(words[0]), b"no", **({name: value} if name else {}))
        elif mode == "redirect":
            self.answer(int(words[0]), Location=words[1].strip())
        elif mode == "html":
            self.answer(200, b"<!DOCTYPE html>\n<p>Sign in to see " + self.path.encode())
        elif mode == "noise":
            self.answer(200, b"You asked for " + self.path.encode())
        elif mode == "empty":
            self.answer(200)
        elif mode == "truncated":
            self.answer(200, body[: len(body) // 2])
        elif mode == "cut":
            self.answer(200, body[: len(body) // 2], length=len(body))
        elif mode == "bomb":
            self.answer(200, bomb, Content_Encoding="gzip")
        elif mode == "drip":
            self.drip()
        elif mode == "silent":
            self.note("silent")
            time.sleep(60)
        else:
            self.calendar(body, {})

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):  # whoever hangs up on a drip does well
        pass


server = Server(("127.0.0.1", 0), Feed)
with open(path("port.new"), "w", encoding="utf-8") as out:
    out.write(str(server.server_address[1]))
os.rename(path("port.new"), path("port"))
server.serve_forever()
