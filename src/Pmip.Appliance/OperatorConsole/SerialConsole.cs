using System;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.OperatorConsole.Sessions;
using Pmip.Appliance.OperatorConsole.Terminals;
using Pmip.Client;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Polling;
using Pmip.Linux.Terminals;

namespace Pmip.Appliance.OperatorConsole;

/// <summary>Opens a session of the desk for the console; null with the reason when there is none to be had.</summary>
internal delegate SafeSocketHandle? DeskOpening(out string problem);

/// <summary>
/// The console on the serial line, on a thread of its own. A line that is not there, or vanishes, is looked for again and again; what is
/// wrong is said once. It asks nothing of anybody but the desk, and nobody waits for it.
/// </summary>
internal sealed class SerialConsole : IDisposable
{
    private static readonly Duration Pause = Duration.FromSeconds(2);

    // How often one looks whether another configuration is in force.
    private static readonly Duration Look = Duration.FromSeconds(3);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);
    private readonly DeskOpening _openDesk;
    private readonly Action<string> _complain;
    private readonly EventDescriptor _wake;
    private readonly Thread _thread;
    private readonly Func<ConsoleConfiguration> _current;
    private volatile bool _isEnding;
    private string _complaint = "";

    private SerialConsole(Func<ConsoleConfiguration> current, DeskOpening openDesk, Action<string> complain, EventDescriptor wake)
    {
        _current = current;
        _openDesk = openDesk;
        _complain = complain;
        _wake = wake;
        _thread = new Thread(Run) { IsBackground = true, Name = "console" };
    }

    /// <summary>Begins to serve the line, if there is one in the configuration that is in force.</summary>
    /// <param name="current">The configuration that is in force; looked at again and again while nobody is logged in.</param>
    /// <param name="openDesk">Gives a session of the desk.</param>
    /// <param name="complain">Takes a sentence for the log.</param>
    /// <param name="console">The console.</param>
    public static LinuxStatus TryStart(Func<ConsoleConfiguration> current, DeskOpening openDesk, Action<string> complain, out SerialConsole? console)
    {
        LinuxStatus status = EventDescriptor.TryOpen(out EventDescriptor? wake);
        console = wake is null ? null : new SerialConsole(current, openDesk, complain, wake);
        console?._thread.Start();
        return status;
    }

    /// <summary>Ends it and gives the line back.</summary>
    public void Dispose()
    {
        _isEnding = true;
        _wake.Raise();
        if (_thread.Join(EndPatience))
        {
            _wake.Dispose();
        }
    }

    private void Run()
    {
        while (!_isEnding)
        {
            ConsoleConfiguration configuration = _current();
            if (configuration.Line.Length == 0)
            {
                _wake.Wait(Look);
            }
            else
            {
                Serve(configuration);
            }

        }
    }

    private void Serve(ConsoleConfiguration configuration)
    {
        LinuxStatus status = TerminalLine.TryOpenSerial(configuration.Line, configuration.Speed, configuration.FlowControl, out TerminalLine? line);
        if (line is null)
        {
            Complain($"console on {configuration.Line}: {status.Message}; it is tried again and again");
            _wake.Wait(Pause);
            return;
        }

        _complaint = "";
        using (LineTerminal terminal = new(line, _wake.Descriptor))
        {
            while (!_isEnding && !terminal.IsGone && AwaitsEnter(terminal, configuration))
            {
                Serve(configuration, terminal);
            }
        }

        if (!_isEnding && _current() == configuration)
        {
            _wake.Wait(Pause);
        }
    }

    // Nobody may sit there: a session, of which there are few, is opened for somebody who presses a key.
    private bool AwaitsEnter(LineTerminal terminal, ConsoleConfiguration configuration)
    {
        terminal.Write("\r\npmipd console, press Enter\r\n"u8);
        Span<byte> room = stackalloc byte[256];
        while (!terminal.IsGone && _current() == configuration)
        {
            TerminalReady ready = terminal.Wait(-1, Look);
            if ((ready & TerminalReady.Stop) != 0)
            {
                return false;
            }

            if ((ready & TerminalReady.Input) != 0 && room[..terminal.Read(room)].IndexOfAny((byte)'\r', (byte)'\n') >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private void Serve(ConsoleConfiguration configuration, LineTerminal terminal)
    {
        SafeSocketHandle? handle = _openDesk(out string problem);
        if (handle is null)
        {
            terminal.Write(Encoding.UTF8.GetBytes($"no session is to be had: {problem}\r\n"));
            return;
        }

        try
        {
            using DeskLink link = new(ControlConnection.Over(handle));
            SessionOptions options = new() { Idle = configuration.Idle, IsDumb = configuration.IsDumb, Now = () => MonotonicClock.Now };
            new ConsoleSession(terminal, link, options).Run();
        }
        catch (ControlException failure)
        {
            terminal.Write(Encoding.UTF8.GetBytes(failure.Message + "\r\n"));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A bug of ours in the console costs the session, not the process.
            Complain($"the console on {configuration.Line} failed inside: {failure}");
        }
    }

    private void Complain(string sentence)
    {
        if (_complaint != sentence)
        {
            _complaint = sentence;
            _complain(sentence);
        }
    }
}
