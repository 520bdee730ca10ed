"""Makes of a trace.dat that is compressed by zstd the same compressed by zlib, which Debian's trace-cmd can't.

The parts stay where they are, so none may become larger: zopfli makes them small, and what follows a stream isn't
read. Needs zstd and zopfli.   zlib.py FROM TO
"""
import os, struct, subprocess, sys, tempfile

data = bytearray(open(sys.argv[1], "rb").read())
name = data.index(b"zstd\0")
data[name : name + 4] = b"zlib"
at = data.find(b"\x28\xb5\x2f\xfd")
while at >= 0:
    size, whole = struct.unpack_from("<II", data, at - 8)
    plain = subprocess.run(["zstd", "-dcq"], input=bytes(data[at : at + size]), stdout=subprocess.PIPE, check=True).stdout
    assert len(plain) == whole
    with tempfile.NamedTemporaryFile() as part:
        part.write(plain)
        part.flush()
        small = subprocess.run(["zopfli", "--zlib", "--i50", "-c", part.name], stdout=subprocess.PIPE, check=True).stdout
    assert len(small) <= size, (len(small), size)
    data[at : at + size] = small + bytes(size - len(small))
    at = data.find(b"\x28\xb5\x2f\xfd", at + size)
open(sys.argv[2], "wb").write(data)
