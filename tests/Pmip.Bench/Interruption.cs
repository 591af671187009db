using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace Pmip.Bench;

/// <summary>Turns an interruption from the terminal, or a request to end, into a cancellation: what was made is then removed.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public Interruption(CancellationTokenSource ending)
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);

        void Cancel(PosixSignalContext context)
        {
            context.Cancel = true;
            ending.Cancel();
        }
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }
}
