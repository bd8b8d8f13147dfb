"""The clients that put load on a server, each pinned to a core that the server does not use.

A signature is good for five minutes, so requests are signed anew for each run.
"""
import dataclasses
import json
import os
import pathlib
import re
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
CORES = sorted(os.sched_getaffinity(0))
ON_SERVER_CORE = ("taskset", "-c", str(CORES[0]))
ON_CLIENT_CORE = ("taskset", "-c", str(CORES[-1]))

# Sends the requests of a file in turn, each as it stands, and prints what came of it as JSON.
SCRIPT = """
local requests = {}
for line in io.lines(%(path)r) do requests[#requests + 1] = line end
for index, size in ipairs(requests) do requests[index] = tonumber(size) end
local file = io.open(%(bytes)r, "rb")
for index, size in ipairs(requests) do requests[index] = file:read(size) end
file:close()
if #requests == 1 then
  -- Without a function of the name request, wrk sends this without asking Lua each time.
  wrk.format = function() return requests[1] end
else
  local next_index = 0
  function request()
    next_index = next_index %% #requests + 1
    return requests[next_index]
  end
end
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%%d,"microseconds":%%d,"bytes":%%d,"p50":%%d,"p99":%%d,"max":%%d,"failed":%%d}\\n',
    summary.requests, summary.duration, summary.bytes, latency:percentile(50),
    latency:percentile(99), latency.max,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""


@dataclasses.dataclass
class Run:
    """What one run measured, and the processor time that the server spent meanwhile."""
    requests: int
    seconds: float
    received_bytes: int
    server_cpu_seconds: float
    p50_us: int = 0
    p99_us: int = 0
    max_us: int = 0

    @property
    def per_second(self):
        return self.requests / self.seconds

    @property
    def cpu_us_per_request(self):
        return self.server_cpu_seconds * 1e6 / self.requests

    @property
    def busy(self):
        return self.server_cpu_seconds / self.seconds


def cpu_seconds(pid):
    """User and system time of a process and all its threads, io_uring's workers among them."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def request_bytes(address, headers, body, method="POST", path="/"):
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if name != "Host")
    length = f"Content-Length: {len(body)}\r\n" if body else ""
    head = f"{method} {path} HTTP/1.1\r\nHost: {address}\r\n{lines}{length}\r\n"
    return head.encode() + body


def wrk(folder, address, pid, requests, connections, seconds, pinned=True, scheme="http"):
    """Sends `requests` in turn over `connections` and returns a Run. Any error answer ends it."""
    sizes, content, script = folder / "sizes", folder / "requests", folder / "load.lua"
    sizes.write_text("".join(f"{len(request)}\n" for request in requests))
    content.write_bytes(b"".join(requests))
    script.write_text(SCRIPT % {"path": str(sizes), "bytes": str(content)})
    before = cpu_seconds(pid)
    done = subprocess.run([*(ON_CLIENT_CORE if pinned else ()), "wrk", "-t1", f"-c{connections}",
                           f"-d{seconds}s", "--timeout", "30s", "-s", str(script),
                           f"{scheme}://{address}/"], capture_output=True, text=True, check=True)
    cpu = cpu_seconds(pid) - before
    result = json.loads(done.stdout.splitlines()[-1])
    if result["failed"] or not result["requests"]:
        raise RuntimeError(f"{result['failed']} of {result['requests']} requests failed")
    return Run(result["requests"], result["microseconds"] / 1e6, result["bytes"], cpu,
               result["p50"], result["p99"], result["max"])


def handshakes(address, pid, seconds):
    """Whole TLS 1.3 handshakes, one after the other; a Run of them."""
    before = cpu_seconds(pid)
    done = subprocess.run([*ON_CLIENT_CORE, "openssl", "s_time", "-connect", address, "-new",
                           "-tls1_3", "-time", str(seconds)], capture_output=True, text=True,
                          check=True)
    cpu = cpu_seconds(pid) - before
    count, real = re.search(r"(\d+) connections in (\d+) real seconds", done.stdout).groups()
    return Run(int(count), max(int(real), 1), 0, cpu)


def h2load(folder, address, pid, headers, body, connections, streams, seconds):
    """Sends the same request again and again over HTTP/2 in clear text, over `connections` with
    `streams` requests under way on each. Any error answer ends it. No percentiles."""
    content = folder / "body"
    content.write_bytes(body)
    # The address is its :authority, which stands for the Host that was signed.
    fields = [part for name, value in headers.items() if name != "Host"
              for part in ("-H", f"{name.lower()}: {value}")]
    before = cpu_seconds(pid)
    begin = time.monotonic()
    done = subprocess.run([*ON_CLIENT_CORE, "h2load", "-t1", f"-c{connections}", f"-m{streams}",
                           "-D", str(seconds), "-d", str(content), *fields,
                           f"http://{address}/"], capture_output=True, text=True, check=True)
    elapsed = time.monotonic() - begin
    cpu = cpu_seconds(pid) - before
    total, failed, errors = (int(re.search(pattern, done.stdout)[1]) for pattern in
                             (r"(\d+) succeeded", r"(\d+) failed", r"(\d+) errored"))
    if failed or errors or not total:
        raise RuntimeError(done.stdout)
    return Run(total, elapsed, 0, cpu)


def large_answers(address, pid, request, connections, seconds):
    """Sends `request` again and again over `connections`; for answers of megabytes."""
    host, _, port = address.rpartition(":")
    program = HERE / "large_answers.py"
    before = cpu_seconds(pid)
    done = subprocess.run([*ON_CLIENT_CORE, sys.executable, str(program), host, port,
                           str(connections), str(seconds)], input=request, capture_output=True,
                          check=True)
    cpu = cpu_seconds(pid) - before
    result = json.loads(done.stdout)
    return Run(result["requests"], result["seconds"], result["bytes"], cpu)
