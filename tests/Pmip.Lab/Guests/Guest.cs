using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Pmip.Lab.Network;
using Pmip.Lab.Processes;

namespace Pmip.Lab.Guests;

/// <summary>
/// A throw-away machine with a kernel of its own, emulated instruction by instruction, that runs one script as root and is gone.
/// It sees the tools of this machine and may write over them without effect; <c>/share</c> is the folder that both sides see.
/// </summary>
/// <remarks>
/// Never by KVM, even where its device opens: a kernel without the host's own extensions is interpreted there, and dies.
/// </remarks>
public sealed class Guest : IDisposable
{
    private static readonly string[] AlwaysLoaded = ["virtio_pci", "9pnet_virtio", "9p", "overlay"];

    private readonly string _folder;
    private readonly List<string> _modules = [.. AlwaysLoaded];
    private readonly List<string> _words = [];

    public Guest(GuestKernel kernel)
    {
        Kernel = kernel;
        _folder = Directory.CreateTempSubdirectory($"{Leftovers.FolderPrefix}{Environment.ProcessId}-guest-").FullName;
        Directory.CreateDirectory(Share);
    }

    public GuestKernel Kernel { get; }

    /// <summary>MiB of memory.</summary>
    public int Memory { get; init; } = 768;

    /// <summary>How long it may take from power on to power off. The emulator ends itself then.</summary>
    public TimeSpan Bound { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>True when each instruction is to take one nanosecond of the guest's time: then time counts instructions.</summary>
    public bool CountsInstructions { get; init; }

    /// <summary>The folder that the guest sees as <c>/share</c>, its working directory.</summary>
    public string Share => Path.Combine(_folder, "share");

    /// <summary>Loads modules before the script runs, and what they need. Others the kernel finds when they are wanted.</summary>
    public Guest Load(params ReadOnlySpan<string> modules)
    {
        _modules.AddRange(modules);
        return this;
    }

    /// <summary>Copies a file, a program for one, into the shared folder.</summary>
    public Guest Add(string path, string? name = null)
    {
        File.Copy(path, Path.Combine(Share, name ?? Path.GetFileName(path)));
        return this;
    }

    /// <summary>Further words for the emulator: a device of the machine, for example.</summary>
    public Guest With(params ReadOnlySpan<string> words)
    {
        _words.AddRange(words);
        return this;
    }

    /// <summary>Boots, runs the lines in a shell, and waits for the machine to be off.</summary>
    public GuestResult Run(string script)
    {
        File.WriteAllText(Path.Combine(Share, "script"), script.ReplaceLineEndings("\n") + "\n");
        string first = Path.Combine(_folder, "initramfs");
        WriteFirstRoot(first);
        using LabProcess machine = LabProcess.Start($"guest {Kernel.Name}", Words(first));
        try
        {
            machine.AwaitExit(Bound + TimeSpan.FromSeconds(15));
        }
        finally
        {
            machine.Stop();
        }

        string status = Path.Combine(Share, "status");
        string output = Path.Combine(Share, "output");
        string said = File.Exists(output) ? File.ReadAllText(output) : "";
        if (!File.Exists(status))
        {
            throw new LabException(
                $"the guest ({Kernel.Name}, {Kernel.Release}) ended without a status within {Bound.TotalSeconds:0} s.\n"
                + $"The script wrote:\n{said}\nThe console showed:\n{machine.Text}");
        }

        return new GuestResult(int.Parse(File.ReadAllText(status), CultureInfo.InvariantCulture), said, machine.Text);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void WriteFirstRoot(string path)
    {
        using CpioArchive archive = new(path);
        archive.AddFolder("bin");
        archive.AddFile("bin/busybox", Kernel.Busybox);
        archive.AddLink("bin/sh", "busybox");
        archive.AddFolder("modules");
        int number = 100;
        foreach (string file in Kernel.FilesOf([.. _modules]))
        {
            archive.AddFile($"modules/{number++}-{Path.GetFileName(file)}", file);
        }

        archive.AddText("start", GuestScripts.Start + "\n");
        archive.AddText("init", GuestScripts.Init + "\n");
    }

    private List<string> Words(string first)
    {
        string console = Kernel.IsArm64 ? "ttyAMA0" : "ttyS0";
        string[] machine = Kernel.IsArm64 ? ["-M", "virt", "-cpu", "cortex-a72"] : ["-M", "q35", "-cpu", "max"];
        return
        [
            // The bound holds even when this process is killed.
            "timeout", "--foreground", "--kill-after=5", Bound.TotalSeconds.ToString("0", CultureInfo.InvariantCulture),
            GuestKernel.Emulator(Kernel.Name), .. machine,
            "-accel", "tcg", .. CountsInstructions ? ["-icount", "shift=0"] : Array.Empty<string>(),
            "-smp", "1", "-m", Memory.ToString(CultureInfo.InvariantCulture),
            "-nodefaults", "-nographic", "-no-reboot", "-serial", "stdio",
            "-kernel", Kernel.Image, "-initrd", first,
            "-append", $"console={console} panic=-1 quiet loglevel=4 mitigations=off nokaslr{(Kernel.IsArm64 ? "" : " tsc=reliable no_timer_check")}",
            .. Shared("tools", Kernel.Root, isReadOnly: true),
            .. Shared("modules", Kernel.Modules, isReadOnly: true),
            .. Shared("share", Share, isReadOnly: false),
            .. _words,
        ];
    }

    private static string[] Shared(string tag, string folder, bool isReadOnly) =>
        ["-virtfs", $"local,path={folder},mount_tag={tag},security_model=none,multidevs=remap{(isReadOnly ? ",readonly=on" : "")}"];
}

/// <summary>What a guest left.</summary>
/// <param name="ExitCode">The script's.</param>
/// <param name="Output">What the script wrote.</param>
/// <param name="Console">What the kernel wrote.</param>
public sealed record GuestResult(int ExitCode, string Output, string Console)
{
    /// <summary>The output of a script that has to succeed.</summary>
    public string Require() =>
        ExitCode == 0 ? Output : throw new LabException($"the script in the guest ended with {ExitCode}:\n{Output}\nThe console showed:\n{Console}");
}
