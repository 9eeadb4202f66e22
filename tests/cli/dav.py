"""Debian's nginx with its dav module on a free port of loopback, for the tests of `publish`."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

# `all` stands for a server that an administrator has set up well.
CONFIG = """
daemon off;
pid {home}/nginx.pid;
error_log {home}/error.log;
{user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    client_max_body_size 64m;
    server {{
        listen 127.0.0.1:{port};
        root {home}/www;
        location /all/ {{ dav_methods PUT DELETE; create_full_put_path on; }}
        location /folders/ {{ dav_methods PUT DELETE MKCOL; }}
        location /keep/ {{ dav_methods PUT; create_full_put_path on; }}
        location /plain/ {{ }}
        location /small/ {{ dav_methods PUT DELETE; create_full_put_path on; client_max_body_size 60; }}
        location /full/ {{ if ($request_method = PUT) {{ return 507; }} }}
        location /stuck/ {{ dav_methods PUT DELETE; create_full_put_path on; }}
        location = /stuck/playlist.json {{ if ($request_method = PUT) {{ return 403; }} }}
        location /moved/ {{ return 301 /all$request_uri; }}
        location /locked/ {{
            auth_basic "feed";
            auth_basic_user_file {home}/users;
            dav_methods PUT DELETE;
            create_full_put_path on;
        }}
    }}
}}
"""


class Nginx:
    FOLDERS = ("all", "folders", "keep", "plain", "small", "full", "stuck", "locked")

    def __init__(self):
        self.home = Path(tempfile.mkdtemp(prefix="bangtin-dav-"))
        self.www = self.home / "www"
        for name in self.FOLDERS:
            (self.www / name).mkdir(parents=True)
        (self.home / "users").write_text("officer:{PLAIN}secret word\n")
        # nginx inherits it: a port that was only looked for may be another program's by then.
        listener = socket.create_server(("127.0.0.1", 0), backlog=511)
        self.port = listener.getsockname()[1]
        config = self.home / "nginx.conf"
        root = Path("/proc/self").stat().st_uid == 0  # else nginx has no choice of user
        config.write_text(CONFIG.format(home=self.home, port=self.port,
                                        user="user root;" if root else ""))
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        self.process = subprocess.Popen([program, "-p", self.home, "-c", config],
                                        stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        env=os.environ | {"NGINX": f"{listener.fileno()};"},
                                        pass_fds=[listener.fileno()])
        listener.close()
        self.wait()

    def wait(self):
        end = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    log = self.home / "error.log"
                    raise AssertionError(log.read_text() if log.exists() else "nginx")
                time.sleep(0.01)

    def url(self, name):
        return f"http://127.0.0.1:{self.port}/{name}/"

    def stop(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.home)
