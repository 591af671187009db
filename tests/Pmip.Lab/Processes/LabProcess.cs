using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Linq;

namespace Pmip.Lab.Processes;

/// <summary>A process that the lab started and that it alone ends, by its id. Keeps every line the process wrote.</summary>
public sealed class LabProcess : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private LabProcess(string name, Process process)
    {
        Name = name;
        _process = process;
    }

    public string Name { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Everything that it wrote so far, to standard output and standard error in order of arrival.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return _lines.ToArray();
            }
        }
    }

    public string Text => string.Join('\n', Lines);

    public static LabProcess Start(string name, IReadOnlyList<string> words)
    {
        Process process = new() { StartInfo = Command.Describe(words) };
        LabProcess started = new(name, process);
        process.OutputDataReceived += started.Keep;
        process.ErrorDataReceived += started.Keep;
        if (!process.Start())
        {
            throw new LabException($"cannot start {name}");
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return started;
    }

    public string AwaitLine(Func<string, bool> wanted, string what, TimeSpan? bound = null)
    {
        string? found = null;
        Await.Until(
            $"{Name}: {what}",
            () =>
            {
                bool hadExited = _process.HasExited;
                found = Lines.FirstOrDefault(wanted);
                return found is not null || (hadExited ? throw new LabException($"{Name} ended ({_process.ExitCode}) before: {what}\n{Text}") : false);
            },
            bound,
            () => Text);
        return found!;
    }

    public int AwaitExit(TimeSpan? bound = null)
    {
        if (!_process.WaitForExit(bound ?? Await.Bound))
        {
            throw new LabException($"{Name} is still running; it wrote:\n{Text}");
        }

        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Asks it to end, insists after a while.</summary>
    public void Stop(string signal = "TERM")
    {
        if (!_process.HasExited)
        {
            Signal(signal);
            if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
            {
                Kill();
            }
        }
    }

    public void Signal(string signal) => Command.Run("kill", "-" + signal, _process.Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Ends it as a crash would: it cannot clean up.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
            // It ended in this very moment, which is what was asked for.
            _process.Refresh();
        }

        _process.WaitForExit();
    }

    public void Dispose()
    {
        Stop();
        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
        {
            lock (_lines)
            {
                _lines.Add(line.Data);
            }
        }
    }
}
