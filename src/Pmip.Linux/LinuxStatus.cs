using System.Runtime.InteropServices;

namespace Pmip.Linux;

/// <summary>How a call of the kernel ended: zero, or the error number (errno) that it gave.</summary>
/// <param name="Errno">Zero for success.</param>
public readonly record struct LinuxStatus(int Errno)
{
    /// <summary>Success.</summary>
    public static readonly LinuxStatus Ok;

    /// <summary>True for success.</summary>
    public bool IsOk => Errno == 0;

    /// <summary>True when a non-blocking descriptor had nothing to give or no room to take: come back when epoll says so.</summary>
    public bool IsWouldBlock => Errno == LinuxAbi.EAGAIN;

    /// <summary>True when somebody else has it and it cannot be shared.</summary>
    public bool IsBusy => Errno == LinuxAbi.EBUSY;

    /// <summary>True when a packet did not fit.</summary>
    public bool IsTooBig => Errno == LinuxAbi.EMSGSIZE;

    /// <summary>The sentence of the C library for the error. Allocates: for start-up and for the log.</summary>
    public string Message => IsOk ? "success" : Marshal.GetPInvokeErrorMessage(Errno);

    /// <inheritdoc/>
    public override string ToString() => Message;

    /// <summary>The error of the P/Invoke that was just made by this thread.</summary>
    internal static LinuxStatus Last => new(Marshal.GetLastPInvokeError());

    /// <summary>Success when <paramref name="result"/> is not negative, else the error of the call that was just made.</summary>
    internal static LinuxStatus From(long result) => result >= 0 ? Ok : Last;
}
