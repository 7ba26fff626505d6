"""Run a command and print what it took: exit status, seconds, seconds of the processors, bytes.

`python -I -S benchmarks/launch.py OUTPUT COMMAND [ARGUMENT ...]`: what the command prints goes to
the file OUTPUT. A process begins as a copy of the one that starts it, and its peak memory is never
told as less than that one's. So this is a program of its own, which loads next to nothing.
"""

import os
import sys
import time

output, *command = sys.argv[1:]
file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
outputs = [(os.POSIX_SPAWN_DUP2, file, number) for number in (1, 2)]
start = time.perf_counter()
process = os.posix_spawn(command[0], command, os.environ, file_actions=outputs)
_, status, usage = os.wait4(process, 0)
wall = time.perf_counter() - start
cpu, memory = usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024
print(os.waitstatus_to_exitcode(status), wall, cpu, memory)
