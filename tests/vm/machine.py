"""A kiosk in QEMU, in software emulation: boots the disk that tests/vm/image made, shows its screen
to the test, and lets it pull and plug the screen's cable."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from qmp import Agent, MachineError, Monitor, run_in_guest

ROOT_UUID = "6b696f73-6b00-4000-8000-000000000001"  # also in image and guest-setup
MEMORY_MIB = 1536
CPUS = 2
# AVX2 under emulation is no faster, and code of llvmpipe that uses it has crashed here.
CPU = "max,avx2=off"
CONSOLE = "org.qemu.Display1.Console"
MICROMETRES_PER_PIXEL = 265  # 96 dpi

# Emulated, perhaps on a busy machine: a limit says "never", not "slow".
PATIENCE = 120


def wait_for(condition, what, seconds=PATIENCE):
    """Waits until condition() says something true, and returns that."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise MachineError(f"waited {seconds} s in vain for {what}")
        time.sleep(0.3)


def expect(is_true, what):
    if not is_true:
        raise MachineError(what)


def image_directory():
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("BANGTIN_VM_DIR") or Path(cache) / "bangtin-vm")


class Machine:
    """One virtual kiosk with a disk and a directory of its own. Use it in a `with` statement: at
    its end the power is cut and the directory removed, whatever has happened."""

    def __init__(self):
        self.images = image_directory()
        self.directory = Path(tempfile.mkdtemp(prefix="bangtin-vm."))
        self.share = self.directory / "share"
        self.share.mkdir()
        self.processes = []
        self.started = None

    def __enter__(self):
        subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b",
                        self.images / "base.raw", self.disk], check=True)
        return self

    @property
    def disk(self):
        return self.directory / "disk.qcow2"

    def __exit__(self, *_):
        self.cut()
        shutil.rmtree(self.directory, ignore_errors=True)

    # ---- power

    def boot(self, screen="1280x720", options="", rtc="utc", network=True, more=(), timeout=300):
        """Switches on with a screen of that size, or with none (None), and waits for the guest's
        agent. `options` go to the kernel; `rtc` is what the clock in hardware says; `network`:
        whether its cable is plugged; `more` goes to QEMU."""
        for socket in ("bus", "monitor", "agent"):  # of the time before a cut
            (self.directory / socket).unlink(missing_ok=True)
        self.start_bus()
        self.start_qemu(screen or "640x480", options, rtc, more)
        if screen:
            self.plug(screen)
        else:
            self.plug("640x480")  # QEMU ignores a size equal to the last one, which is 0 at first
            self.unplug()
        self.connect(network)
        with self.monitor() as monitor:
            monitor.command("cont")
        self.started = time.monotonic()
        self.wait_for_agent(timeout)

    def start(self, name, command):
        with open(self.directory / f"{name}.log", "ab") as log:
            self.processes.append(subprocess.Popen(
                [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True))

    def start_bus(self):
        """Of QEMU's displays only the one on D-Bus lets the cable be pulled."""
        config = self.directory / "bus.conf"
        config.write_text(
            '<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" '
            '"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd"><busconfig>'
            f'<type>session</type><listen>unix:path={self.directory}/bus</listen>'
            '<policy context="default"><allow send_destination="*" eavesdrop="true"/>'
            '<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>')
        self.start("bus", ["dbus-daemon", "--nofork", f"--config-file={config}"])
        self.wait_for_file("bus")

    def start_qemu(self, screen, options, rtc, more):
        width, height = screen.split("x")
        here = self.directory
        self.start("qemu", [
            "qemu-system-x86_64", "-nodefaults", "-no-user-config", "-machine", "q35",
            "-cpu", CPU, "-accel", "tcg,thread=multi,tb-size=512",
            "-smp", CPUS, "-m", MEMORY_MIB, "-rtc", f"base={rtc}",
            "-kernel", self.images / "vmlinuz", "-initrd", self.images / "initrd.img",
            "-append", f"root=UUID={ROOT_UUID} ro console=tty1 console=ttyS0,115200 {options}",
            "-drive", f"if=none,id=disk0,file={self.disk},format=qcow2,cache=writeback",
            "-device", "virtio-blk-pci,drive=disk0", "-device", "virtio-rng-pci",
            "-device", "virtio-serial-pci",
            "-chardev", f"socket,id=agent,path={here}/agent,server=on,wait=off",
            "-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0",
            "-serial", f"file:{here}/serial.log",
            "-qmp", f"unix:{here}/monitor,server=on,wait=off",
            "-virtfs", f"local,path={self.share},mount_tag=share,security_model=none",
            "-device", f"virtio-gpu-pci,id=gpu0,xres={width},yres={height}",
            "-device", "qemu-xhci,id=usb",
            "-netdev", "user,id=net0", "-device", "virtio-net-pci,netdev=net0,id=card0",
            "-display", f"dbus,addr=unix:path={here}/bus", "-S", *more])
        self.wait_for_file("monitor")

    def wait_for_file(self, name):
        end = time.monotonic() + 30
        while not (self.directory / name).exists():
            if self.processes[-1].poll() is not None or time.monotonic() > end:
                raise MachineError(f"no {name}:\n{self.logs()}")
            time.sleep(0.05)

    def wait_for_agent(self, timeout):
        end = time.monotonic() + timeout
        while True:
            try:
                with Agent(self.directory / "agent", 3):
                    return
            except (OSError, MachineError):
                if self.processes[-1].poll() is not None or time.monotonic() > end:
                    raise MachineError(f"the guest did not come up:\n{self.logs()}") from None
                time.sleep(0.3)

    def cut(self):
        """The power cord is pulled."""
        for process in self.processes:
            process.send_signal(signal.SIGKILL)
            process.wait()
        self.processes = []

    def keep(self):
        """Keeps this moment, memory and disk, and switches off. No stick may be plugged."""
        self.must("sync; ! mountpoint -q /mnt/share || umount /mnt/share")  # QEMU cannot keep that
        with self.monitor() as monitor:
            told = monitor.command("human-monitor-command", **{"command-line": "savevm kept"})
            expect(not told.strip(), f"the machine cannot be kept: {told}")
        self.cut()
        self.disk.rename(self.directory / "kept.qcow2")

    def take_up(self):
        """Goes on from the moment that was kept, with the disk of then."""
        self.cut()
        shutil.copy(self.directory / "kept.qcow2", self.disk)
        self.boot(more=("-loadvm", "kept"))

    def logs(self):
        texts = [path.read_text(errors="replace")[-2000:] for path in self.directory.glob("*.log")]
        return "\n".join(texts)

    # ---- inside

    def shell(self, command, timeout=120):
        """Runs a shell command as root: Result(status, output, errors)."""
        return run_in_guest(self.directory / "agent", command, timeout)

    def must(self, command, timeout=120):
        """The same for a command that has to work: its output."""
        result = self.shell(command, timeout)
        if result.status != 0:
            raise MachineError(f"in the guest: {command}: status {result.status}\n"
                               f"{result.output}{result.errors}")
        return result.output

    def put(self, source, target="/"):
        """Copies what lies in the directory `source` to `target` in the guest, and syncs."""
        shutil.copytree(source, self.share / "put", symlinks=True)
        self.must("mountpoint -q /mnt/share || "
                  "mount -t 9p -o trans=virtio,version=9p2000.L share /mnt/share")
        self.must(f"cp -r --no-preserve=ownership /mnt/share/put/. '{target}' && sync")
        shutil.rmtree(self.share / "put")

    def connect(self, is_on=True):
        """The network's cable. The guest is set up by give_network()."""
        with self.monitor() as monitor:
            monitor.command("set_link", name="card0", up=is_on)

    def give_network(self):
        """From now on the guest reaches this host's loopback as 10.0.2.2; it has no gateway and no
        name server, so that nothing else is reached."""
        self.must("printf '[Match]\\nType=ether\\n[Network]\\nAddress=10.0.2.15/24\\n"
                  "LinkLocalAddressing=no\\nIPv6AcceptRA=no\\n' >/etc/systemd/network/kiosk.network; "
                  "systemctl mask systemd-networkd-wait-online; "
                  "systemctl enable --now systemd-networkd && sync")

    # ---- the screen

    def monitor(self):
        return Monitor(self.directory / "monitor")

    def shoot(self, path):
        """Writes what the screen shows, or showed last before it was pulled, as a PPM file."""
        path = Path(path).resolve()
        path.unlink(missing_ok=True)
        with self.monitor() as monitor:
            monitor.command("screendump", filename=str(path), format="ppm", device="gpu0")
        return path

    def plug(self, screen):
        """Plugs a screen of that size ("1280x720"), or changes the one that is plugged."""
        width, height = (int(side) for side in screen.split("x"))
        self.tell_console(width, height)

    def unplug(self):
        """Pulls the cable."""
        self.tell_console(0, 0)

    def plug_stick(self, image, name="stick"):
        """Puts a stick with this image into a USB port; what is written to it is kept."""
        with self.monitor() as monitor:
            monitor.command("blockdev-add", **{
                "node-name": name, "driver": "raw",
                "file": {"driver": "file", "filename": str(Path(image).resolve())}})
            monitor.command("device_add", driver="usb-storage", id=name, drive=name, bus="usb.0",
                            removable=True)

    def pull_stick(self, name="stick"):
        """Pulls it, whatever is being read from it."""
        with self.monitor() as monitor:
            monitor.command("device_del", id=name)
            end = time.monotonic() + 30
            while True:  # the image is let go once the port is empty
                try:
                    monitor.command("blockdev-del", **{"node-name": name})
                    return
                except MachineError:
                    if time.monotonic() > end:
                        raise
                time.sleep(0.3)

    def tell_console(self, width, height):
        command = ["dbus-send", f"--bus=unix:path={self.directory}/bus", "--print-reply",
                   "--dest=org.qemu", "/org/qemu/Display1/Console_0", f"{CONSOLE}.SetUIInfo",
                   f"uint16:{width * MICROMETRES_PER_PIXEL // 1000}",
                   f"uint16:{height * MICROMETRES_PER_PIXEL // 1000}",
                   "int32:0", "int32:0", f"uint32:{width}", f"uint32:{height}"]
        end = time.monotonic() + 30
        while True:
            told = subprocess.run(command, capture_output=True, text=True, check=False)
            if told.returncode == 0:
                return
            if "ServiceUnknown" not in told.stderr or time.monotonic() > end:
                raise MachineError(f"the screen's cable: {told.stderr.strip()}")
            time.sleep(0.1)  # just after its start QEMU is not on the bus yet
