using System;
using System.Runtime.InteropServices;

namespace Pmip.Linux.Polling;

/// <summary>A signal that asks the process for something.</summary>
public enum ProcessSignal : byte
{
    /// <summary>SIGTERM or SIGINT: end in good order.</summary>
    Terminate = 1,

    /// <summary>SIGHUP: read the configuration again, or end, as the host decides.</summary>
    HangUp = 2,
}

/// <summary>
/// Signals as a descriptor that epoll can watch. Not a signalfd: the threads of the runtime run before any of our code, do not
/// block the signals, and would take them with their default action. The runtime's own handler writes to a pipe instead.
/// SIGPIPE is ignored from the making of the first one on.
/// </summary>
public sealed unsafe class SignalDescriptor : IDisposable
{
    private readonly LinuxDescriptor _read;
    private readonly LinuxDescriptor _write;
    private readonly PosixSignalRegistration[] _registrations;

    private SignalDescriptor(LinuxDescriptor read, LinuxDescriptor write)
    {
        _read = read;
        _write = write;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Received),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Received),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Received),
        ];
    }

    /// <summary>The number to watch for reading.</summary>
    public int Descriptor => _read.Number;

    /// <summary>Takes SIGTERM, SIGINT and SIGHUP away from their default action.</summary>
    public static LinuxStatus TryOpen(out SignalDescriptor? signals)
    {
        signals = null;
        LibC.Signal(LinuxAbi.SIGPIPE, LinuxAbi.SIG_IGN);
        int* ends = stackalloc int[2];
        LinuxStatus status = LinuxStatus.From(LibC.Pipe(ends, LinuxAbi.O_NONBLOCK | LinuxAbi.O_CLOEXEC));
        if (status.IsOk)
        {
            signals = new SignalDescriptor(new LinuxDescriptor(ends[0]), new LinuxDescriptor(ends[1]));
        }

        return status;
    }

    /// <summary>Takes the next signal; false when there is none.</summary>
    public bool TryRead(out ProcessSignal signal)
    {
        byte number = 0;
        bool taken = LibC.Read(_read, &number, 1) == 1;
        signal = (ProcessSignal)number;
        return taken;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _write.Dispose();
        _read.Dispose();
    }

    private void Received(PosixSignalContext context)
    {
        context.Cancel = true; // The loop decides what happens, not the default action.
        byte number = (byte)(context.Signal == PosixSignal.SIGHUP ? ProcessSignal.HangUp : ProcessSignal.Terminate);
        if (!_write.IsClosed)
        {
            LibC.Write(_write, &number, 1); // A full pipe holds thousands of the same wish already.
        }
    }
}
