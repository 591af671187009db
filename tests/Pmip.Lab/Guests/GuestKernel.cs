using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Pmip.Lab.Processes;

namespace Pmip.Lab.Guests;

/// <summary>A kernel that guests can boot, as <c>guests.sh</c> unpacked it from a Debian package.</summary>
public sealed class GuestKernel
{
    private readonly string _folder;

    private GuestKernel(string name, string folder)
    {
        Name = name;
        _folder = folder;
        Release = File.ReadAllText(Path.Combine(folder, "release")).Trim();
    }

    /// <summary>Architecture and line, for example <c>amd64-6.1</c>.</summary>
    public string Name { get; }

    /// <summary>What <c>uname -r</c> says.</summary>
    public string Release { get; }

    public bool IsArm64 => Name.StartsWith("arm64-", StringComparison.Ordinal);

    internal string Image => Path.Combine(_folder, "image");

    internal string Busybox => Path.Combine(_folder, "busybox");

    internal string Modules => Path.Combine(_folder, "lib", "modules", Release);

    /// <summary>The tools of a guest: those of this machine, or for another kind of machine those that were unpacked.</summary>
    internal string Root => IsOfThisMachine ? "/" : Path.Combine(Store, "root-" + Name.Split('-')[0]);

    /// <summary>What .NET calls its kind of machine.</summary>
    public string RuntimeIdentifier => IsArm64 ? "linux-arm64" : "linux-x64";

    /// <summary>True when programs of this machine run in its guests.</summary>
    public bool IsOfThisMachine => IsArm64 == (RuntimeInformation.OSArchitecture == Architecture.Arm64);

    private static string Store { get; } = Path.Combine(Tree.Root, "out", "vm");

    /// <summary>The kernel of this name; null, and in <paramref name="reason"/> why, when it cannot be booted here.</summary>
    public static GuestKernel? Find(string name, out string reason)
    {
        string folder = Path.Combine(Store, name);
        string emulator = Emulator(name);
        string missing = Path.Combine(folder, "missing");
        string wanted = Environment.GetEnvironmentVariable("PMIP_GUESTS") ?? name;
        reason = "";
        if (!wanted.Split(' ').Contains(name))
        {
            reason = $"guests with {name} are run by ./build.sh vm-test";
        }
        else if (File.Exists(missing))
        {
            reason = File.ReadAllText(missing).Trim();
        }
        else if (!File.Exists(Path.Combine(folder, "release")))
        {
            reason = $"out/vm/{name} is not there: ./build.sh vm-test makes it";
        }
        else if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(place => File.Exists(Path.Combine(place, emulator))))
        {
            reason = $"{emulator} is not installed";
        }

        return reason.Length == 0 ? new GuestKernel(name, folder) : null;
    }

    /// <summary>The kernel of this name; throws with the reason when it cannot be booted here.</summary>
    public static GuestKernel Require(string name) => Find(name, out string reason) ?? throw new LabException($"kernel {name}: {reason}");

    internal static string Emulator(string name) =>
        name.StartsWith("arm64-", StringComparison.Ordinal) ? "qemu-system-aarch64" : "qemu-system-x86_64";

    /// <summary>The files of these modules and of what they need, in the order in which they load. What the kernel has built in needs none.</summary>
    internal IReadOnlyList<string> FilesOf(params ReadOnlySpan<string> modules)
    {
        Dictionary<string, string[]> needs = [];
        foreach (string line in File.ReadLines(Path.Combine(Modules, "modules.dep")))
        {
            string[] parts = line.Split(':', 2);
            string[] files = [parts[0], .. parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)];
            needs[NameOf(parts[0])] = files;
        }

        HashSet<string> builtIn = [.. File.ReadLines(Path.Combine(Modules, "modules.builtin")).Select(NameOf)];
        List<string> order = [];
        foreach (string module in modules)
        {
            if (needs.TryGetValue(module, out string[]? files))
            {
                // The file lists what a module needs from the nearest to the farthest.
                order.AddRange(files.Reverse().Select(file => Path.Combine(Modules, file)).Where(file => !order.Contains(file)));
            }
            else if (!builtIn.Contains(module))
            {
                throw new LabException($"{Name} ({Release}) has no module {module}");
            }
        }

        return order;
    }

    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file).Replace('-', '_');
}
