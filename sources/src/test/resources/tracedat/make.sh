#!/bin/bash
# Makes the files of this directory anew: what trace-cmd recorded, and beside it what 'trace-cmd report' reads in it.
# trace-cmd record runs in a guest, since it needs a kernel whose function tracer may be used. The guest is Debian's
# kernel under qemu (no KVM needed), busybox, trace-cmd, and an empty kallsyms, to keep the files small.
# Needs apt-get, dpkg, qemu-system-x86_64, a static busybox, trace-cmd, cpio, gzip, python3, zstd and zopfli; takes a minute.
set -e
here=$(cd "$(dirname "$0")" && pwd)
work=${WORK:-$(mktemp -d)}
cd "$work"
if [ ! -d kernel ]; then
  package=$(apt-cache depends linux-image-amd64 | grep -o 'linux-image-6[^ ]*' | head -1)
  apt-get download -q "$package"
  dpkg -x "$package"_*.deb kernel
fi
rm -rf root && mkdir -p root/{bin,proc,sys,tmp,dev,usr/bin,lib64}
cp "$(command -v busybox)" root/bin/busybox
cp "$(command -v trace-cmd)" root/usr/bin/
for library in $(ldd "$(command -v trace-cmd)" | grep -o '/[^ ]*'); do
  mkdir -p "root$(dirname "$library")" && cp -L "$library" "root$library"
done
cat >root/init <<'GUEST'
#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin:/usr/bin
mount -t proc none /proc; mount -t sysfs none /sys; mount -t devtmpfs none /dev; mount -t tracefs none /sys/kernel/tracing
echo '0000000000000000 T nothing' >/tmp/kallsyms; mount --bind /tmp/kallsyms /proc/kallsyms
cat >/tmp/work <<'WORK'
for i in 1 2 3 4 5; do ls / >/dev/null; echo a | cat >/dev/null; done
WORK
events="-e sched:sched_switch -e sched:sched_process_exec -e sched:sched_wakeup -e task -e syscalls:sys_enter_openat -e syscalls:sys_exit_openat"
cd /tmp
trace-cmd record -q -C mono --file-version 6 -o v6.dat $events sh /tmp/work
trace-cmd record -q -C mono --file-version 7 --compression none -o v7.dat $events sh /tmp/work
trace-cmd record -q -C mono --file-version 7 --compression zstd -o v7-zstd.dat $events sh /tmp/work
trace-cmd record -q --file-version 7 --compression zstd -o function.dat -p function -l 'do_sys_open*' -e printk sh /tmp/work
trace-cmd record -q -C mono -b 4 -B other -e sched:sched_wakeup -B third -e syscalls:sys_enter_write -o instances.dat $events sh /tmp/work
# a small ring that is read twice a second loses most of what dd does
trace-cmd record -q -C mono -b 16 -s 500000 -e syscalls:sys_enter_read -o lost.dat dd if=/dev/zero of=/dev/null bs=1 count=20000
for f in v6 v7 v7-zstd function instances lost; do trace-cmd report -t $f.dat >$f.dat.txt 2>&1; gzip -9n $f.dat $f.dat.txt; done
ls -l /tmp
stty -F /dev/ttyS1 raw 2>/dev/null
tar c *.gz | base64 >/dev/ttyS1
sleep 2
poweroff -f
GUEST
chmod +x root/init
(cd root && find . | cpio -o -H newc --quiet | gzip -1) >initrd.gz
rm -f out
timeout 300 qemu-system-x86_64 -accel tcg -cpu max -m 1024 -smp 2 -no-reboot -display none -monitor none \
  -kernel kernel/boot/vmlinuz-* -initrd initrd.gz -append "console=ttyS0 quiet panic=-1" \
  -serial stdio -serial file:out </dev/null
base64 -di <out | tar x -C "$here"
# Debian's trace-cmd can neither write nor read zlib: what it says of the same file with zstd is the report.
gunzip -c "$here/v7-zstd.dat.gz" >v7-zstd.dat
python3 "$here/zlib.py" v7-zstd.dat "$here/v7-zlib.dat"
gzip -9nf "$here/v7-zlib.dat"
cp "$here/v7-zstd.dat.txt.gz" "$here/v7-zlib.dat.txt.gz"
ls -l "$here"
