"""What Weir is measured against: nginx, fio, and the disk's own sync time."""
import json
import os
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import threading
import time

import load

BUILD = pathlib.Path(__file__).resolve().parent.parent.parent / "build"

CONFIGURATION = """
daemon off;
master_process off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  client_header_buffer_size 4k;
  client_max_body_size 64m;
  client_body_buffer_size 64k;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  open_file_cache max=10;
  types {{ }}
  default_type application/x-amz-json-1.1;
  server {{
    listen {address} backlog=4096;
    {tls}
    location = / {{ return 200 '{answer}'; }}
    location / {{ root {folder}/files; }}
  }}
}}
"""

TLS = """
    listen {address} ssl backlog=4096;
    ssl_certificate {certificate};
    ssl_certificate_key {certificate};
    ssl_protocols TLSv1.3;
"""

# As long as the answer to a PutRecord.
ANSWER = json.dumps({"SequenceNumber": "4" * 56, "ShardId": "shardId-000000000000"})


def nginx_program():
    """The program on the PATH, else what ./dev has unpacked."""
    unpacked = BUILD / "nginx/usr/sbin/nginx"
    return (shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
            or (str(unpacked) if unpacked.exists() else None))


def free_address():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"127.0.0.1:{taken.getsockname()[1]}"


class Nginx:
    """One process on the server's core that answers POST / with a constant and GETs files."""

    def __init__(self, folder, certificate=None):
        program = nginx_program()
        if program is None:
            raise RuntimeError("nginx is not there; ./dev bench brings it")
        self.folder = folder / "nginx"
        (self.folder / "files").mkdir(parents=True)
        self.address, self.tls_address = free_address(), free_address()
        tls = "" if certificate is None else TLS.format(address=self.tls_address,
                                                        certificate=certificate)
        configuration = self.folder / "nginx.conf"
        configuration.write_text(CONFIGURATION.format(folder=self.folder, address=self.address,
                                                      answer=ANSWER, tls=tls))
        self.process = subprocess.Popen(
            [*load.ON_SERVER_CORE, program, "-p", str(self.folder), "-c", str(configuration),
             "-e", str(self.folder / "nginx.log")])
        wait_until_open(self.address)

    def serve_file(self, name, size):
        """Makes a file and returns the request for it."""
        (self.folder / "files" / name).write_bytes((os.urandom(1024) * (size // 1024 + 1))[:size])
        return load.request_bytes(self.address, {}, b"", "GET", f"/{name}")

    def stop(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder)


def wait_until_open(address):
    host, _, port = address.rpartition(":")
    deadline = time.monotonic() + 60
    while True:
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
            return
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            threading.Event().wait(0.01)


def fio_bytes_per_second(folder, seconds):
    """Sequential writes of 1 MiB, an fdatasync after each, through the page cache."""
    path = folder / "fio.data"
    done = subprocess.run(
        ["fio", "--name=sequential", "--rw=write", "--bs=1M", "--size=2G", "--fdatasync=1",
         "--direct=0", f"--filename={path}", "--time_based", f"--runtime={seconds}",
         "--output-format=json"], capture_output=True, text=True, check=True)
    path.unlink()
    return json.loads(done.stdout)["jobs"][0]["write"]["bw_bytes"]


def sync_microseconds(folder, count=500):
    """Median and 99th percentile of a 4 KiB write and its fdatasync into a zero-filled file."""
    path = folder / "sync.data"
    path.write_bytes(bytes(4 << 20))
    file = os.open(path, os.O_WRONLY)
    os.fsync(file)
    times = []
    for number in range(count):
        start = time.perf_counter()
        os.pwrite(file, b"x" * 4096, number * 4096 % (4 << 20))
        os.fdatasync(file)
        times.append((time.perf_counter() - start) * 1e6)
    os.close(file)
    path.unlink()
    return statistics.median(times), statistics.quantiles(times, n=100)[98]


def machine():
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return (f"{os.cpu_count()} × {model[1] if model else os.uname().machine}, "
            f"Linux {os.uname().release}")
