"""A province on one machine, for the tests of suite `feed`: keys, a folder on a web server, and
screens that follow it. Everything lives in one temporary directory and on loopback; every process is
stopped by its pid.

Documents are signed here with the packaged `minisign`, and never by bangtin's own code, so that the
tests have an oracle of their own."""

import contextlib
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

BUILD = Path(os.environ["BANGTIN_BUILD"])
BANGTIN = BUILD / "bangtin"
SANITIZED = os.environ.get("BANGTIN_SANITIZED") == "1"
PATIENCE = 60 if SANITIZED else 30

DONE, INPUT, USAGE, MACHINE, TRUST = range(5)

SVG = ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><rect width="16" height="9" '
       'fill="#{:06x}"/></svg>\n')


def wait_for(condition, what, patience=PATIENCE):
    """The first true value of `condition`; asks until then."""
    end = time.monotonic() + patience
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not happen within {patience} s")
        time.sleep(0.01)


def listen():
    """A socket that listens on a free port of loopback, for nginx to inherit: a port that was only
    looked for may be another program's by the time that it is opened."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=511)
    listener.set_inheritable(True)
    return listener


def digest(data):
    return hashlib.sha256(data).hexdigest()


def minisign(*words, input=None):
    subprocess.run(["minisign", *map(str, words)], check=True, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL)


class Key:
    """A pair of keys in minisign's files."""

    def __init__(self, directory, name):
        self.secret, self.public = directory / f"{name}.key", directory / f"{name}.pub"
        minisign("-G", "-W", "-f", "-p", self.public, "-s", self.secret)
        self.text = self.public.read_text().splitlines()[1]
        raw = __import__("base64").b64decode(self.text)
        self.id = raw[2:10][::-1].hex().upper()

    def sign(self, data, comment, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile() as file:
            file.write(data)
            file.flush()
            minisign("-S", "-W", "-s", self.secret, "-t", comment, "-m", file.name, "-x", path)


class Feed:
    """A published folder, made by hand, that tests can spoil in any way."""

    def __init__(self, lab, name, feed_id="thu"):
        self.lab, self.feed_id = lab, feed_id
        self.path = lab.path / name
        self.path.mkdir()
        self.root_keys, self.feed_keys = [Key(lab.path, name + "-root")], [Key(lab.path, name)]
        self.root_version = 0
        self.sequence = 0
        self.next_root()
        self.root = lab.path / f"{name}-1.root.json"
        shutil.copy(self.path / "1.root.json", self.root)

    def next_root(self, signers=None, **changes):
        """Writes the root that follows, signed by the keys of before and of now."""
        self.root_version += 1
        root = {"formatVersion": 1, "type": "root", "feedId": self.feed_id,
                "version": self.root_version, "expires": "2040-01-01T00:00:00Z",
                "rootKeys": [key.text for key in self.root_keys], "rootThreshold": 1,
                "feedKeys": [key.text for key in self.feed_keys], **changes}
        data = json.dumps(root).encode()
        name = f"{self.root_version}.root.json"
        (self.path / name).write_bytes(data)
        for key in self.root_keys if signers is None else signers:
            key.sign(data, "root", self.path / f"{name}.{key.id}.minisig")
        return root

    def document(self, pictures, **changes):
        """A document of these pictures (name → bytes of an SVG), and its assets put into pool/."""
        assets = {}
        for name, data in pictures.items():
            href = f"pool/{digest(data)[:2]}/{digest(data)}.svg"
            path = self.path / href
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            assets[name] = {"href": href, "size": len(data), "sha256": digest(data),
                            "mediaType": "image/svg+xml"}
        items = [{"id": f"item-{name}", "type": "image", "asset": name} for name in pictures]
        if not items:
            items = [{"id": "slogan", "type": "slogan", "text": "Xin chào"}]
        return {"formatVersion": 1, "feedId": self.feed_id, "sequence": self.sequence,
                "generated": "2026-11-22T00:00:00Z", "timeZone": "Asia/Ho_Chi_Minh",
                "languages": ["vi"], "defaults": {"duration": 1}, "assets": assets,
                "playlists": [{"id": "main", "items": items}], **changes}

    def put(self, document, comment=None, key=None, name="playlist.json"):
        """Signs and writes it: signature first, document last. Returns its bytes."""
        data = document if isinstance(document, bytes) else json.dumps(document).encode()
        sequence = document.get("sequence") if isinstance(document, dict) else self.sequence
        comment = comment or f"feedId={self.feed_id} sequence={sequence}"
        (key or self.feed_keys[0]).sign(data, comment, self.path / f"{name}.minisig")
        aside = self.path / "aside"
        aside.write_bytes(data)
        aside.replace(self.path / name)
        return data

    def publish(self, colours=(0x112233,), sequence=None, **changes):
        """The next document, of pictures of these colours."""
        self.sequence = sequence if sequence is not None else self.sequence + 1
        pictures = {f"p{i}": SVG.format(colour).encode() for i, colour in enumerate(colours)}
        return self.put(self.document(pictures, **changes))


class Province:
    def __init__(self):
        self.path = Path(tempfile.mkdtemp(prefix="bangtin-feed-"))
        self.program = BANGTIN
        self.store, self.run = self.path / "store", self.path / "run"
        self.processes = []
        self.followers = []
        self.environment = {**os.environ, "LC_ALL": "C.UTF-8", "no_proxy": "*",
                            "CONFIGURATION_DIRECTORY": str(self.path / "no-settings"),
                            "XDG_CACHE_HOME": str(self.path / "cache"),
                            "XDG_DATA_HOME": str(self.path / "data"),
                            "XDG_RUNTIME_DIR": str(self.path / "runtime"), "HOME": str(self.path)}
        for name in ("http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "SSL_CERT_FILE",
                     "SSL_CERT_DIR", "DISPLAY", "WAYLAND_DISPLAY"):
            self.environment.pop(name, None)

    def close(self):
        codes = [self.stop(process) for process in self.processes]
        codes = [code for process, code in zip(self.processes, codes) if process in self.followers]
        shutil.rmtree(self.path, ignore_errors=True)
        assert all(code in (DONE, -signal.SIGKILL) for code in codes), f"sync ended with {codes}"

    # --- processes ---

    def start(self, words, **options):
        process = subprocess.Popen([str(word) for word in words],
                                   env=options.pop("env", self.environment),
                                   stdin=subprocess.DEVNULL, **options)
        self.processes.append(process)
        return process

    def stop(self, process, how=signal.SIGTERM):
        if process.poll() is None:
            process.send_signal(how)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        return process.returncode

    def bangtin(self, *words, timeout=120, **options):
        return subprocess.run([str(BANGTIN), *map(str, words)], env=self.environment,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=timeout, **options)

    # --- a screen's network process ---

    def settings(self, *feeds, **others):
        """Writes a site.json for feeds of (url, root) or dictionaries; returns its path."""
        path = self.path / "site.json"
        path.write_text(json.dumps({
            "feeds": [feed if isinstance(feed, dict)
                      else {"url": feed[0], "root": str(feed[1]), "interval": 1}
                      for feed in feeds], **others}))
        return path

    def sync_words(self, site):
        return ["sync", "--site", site, "--store", self.store, "--run", self.run]

    def once(self, site, **options):
        """One poll. Returns the finished process; its returncode is the exit status."""
        return self.bangtin(*self.sync_words(site), "--once", **options)

    def follow(self, site, log=None):
        """Starts a sync that goes on. Its messages go to `log`, a path, or nowhere."""
        with contextlib.ExitStack() as stack:
            out = stack.enter_context(open(log or os.devnull, "wb"))
            self.followers.append(self.start([BANGTIN, *self.sync_words(site)], stderr=out))
        return self.followers[-1]

    def status(self):
        """sync.json as `bangtin status --json` gives it, or None."""
        result = self.bangtin("status", "--run", self.run, "--json")
        return json.loads(result.stdout)["sync"] if result.stdout else None

    def problem(self, index=0):
        """The code of what is wrong with a feed, or None."""
        problem = self.status()["feeds"][index]["problem"]
        return problem and problem["code"]

    # --- the store ---

    def current(self):
        """What `current` says, feeds by key; {} before the first activation."""
        with contextlib.suppress(FileNotFoundError):
            return json.loads((self.store / "current").read_text())["feeds"]
        return {}

    def playing(self, key="thu"):
        """The active document's bytes, with every file that it needs proved to be there and
        sound; None before the first one."""
        feed = self.current().get(key)
        if not feed or not feed["generation"]:
            return None
        data = (self.store / "generations" / str(feed["generation"]) / "playlist.json").read_bytes()
        assert digest(data) == feed["sha256"], "the active document is not the one of `current`"
        for asset in json.loads(data)["assets"].values():
            path = self.store / "objects" / asset["sha256"][:2] / asset["sha256"]
            content = path.read_bytes()
            assert len(content) == asset["size"] and digest(content) == asset["sha256"], \
                f"{path} is not what was signed"
        return data

    def sequence(self, key="thu"):
        return self.current().get(key, {}).get("sequence", 0)

    # --- real nginx, TLS ---

    def make_ca(self, name="ca"):
        """A private authority; returns (certificate, key)."""
        certificate, key = self.path / f"{name}.pem", self.path / f"{name}.key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30",
                        "-subj", f"/CN={name}", "-keyout", key, "-out", certificate], check=True,
                       capture_output=True)
        return certificate, key

    def make_certificate(self, ca, name, hosts="DNS:localhost,IP:127.0.0.1", days="30"):
        """Signed by `ca`; returns (certificate, key)."""
        certificate, key = self.path / f"{name}.pem", self.path / f"{name}.key.pem"
        request, extensions = self.path / f"{name}.csr", self.path / f"{name}.ext"
        subprocess.run(["openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}",
                        "-keyout", key, "-out", request], check=True, capture_output=True)
        extensions.write_text(f"subjectAltName={hosts}\n")
        subprocess.run(["openssl", "x509", "-req", "-in", request, "-CA", ca[0], "-CAkey", ca[1],
                        "-CAcreateserial", "-days", days, "-extfile", extensions, "-out",
                        certificate], check=True, capture_output=True)
        return certificate, key

    def nginx(self, folder, certificate=None, more=""):
        """Debian's nginx on a free port of loopback; returns the folder's address."""
        listener = listen()
        port = listener.getsockname()[1]
        home = Path(tempfile.mkdtemp(prefix="nginx-", dir=self.path))
        tls = f"ssl_certificate {certificate[0]};\nssl_certificate_key {certificate[1]};" \
            if certificate else ""
        config = home / "nginx.conf"
        user = f"user {__import__('pwd').getpwuid(os.getuid()).pw_name};" \
            if os.getuid() == 0 else ""
        config.write_text(f"""
daemon off; {user} worker_processes 1; pid {home}/pid; error_log {home}/error.log;
events {{ worker_connections 128; }}
http {{
  access_log off; client_body_temp_path {home}/body; proxy_temp_path {home}/proxy;
  fastcgi_temp_path {home}/fastcgi; uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
  types {{ application/json json; image/svg+xml svg; }}
  server {{
    listen 127.0.0.1:{port}{" ssl" if certificate else ""}; {tls}
    root {folder}; {more}
  }}
}}
""")
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        self.start([program, "-p", home, "-c", config], stderr=subprocess.DEVNULL,
                   env={**self.environment, "NGINX": f"{listener.fileno()};"},
                   pass_fds=[listener.fileno()])
        listener.close()

        def answers():
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return True
            return False

        wait_for(answers, "nginx's start")
        return f"{'https' if certificate else 'http'}://localhost:{port}"
