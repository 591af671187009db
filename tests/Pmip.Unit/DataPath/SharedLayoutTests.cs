using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Pmip.DataPath;
using Pmip.DataPath.Tables;
using Pmip.Linux.Bpf;
using Xunit;

namespace Pmip.Unit.DataPath;

/// <summary>C and C# mean the same octets, and the object in the tree is what its source says.</summary>
public sealed class SharedLayoutTests
{
    private static readonly string Folder = FindFolder();

    [Theory]
    [InlineData("receive_session", typeof(ReceiveEntry))]
    [InlineData("send_session", typeof(SendEntry))]
    [InlineData("bucket", typeof(BucketEntry))]
    [InlineData("dscp_map", typeof(DscpMapEntry))]
    [InlineData("pool", typeof(PoolEntry))]
    [InlineData("port", typeof(PortEntry))]
    [InlineData("route", typeof(RouteEntry))]
    [InlineData("next_hop", typeof(NextHopEntry))]
    [InlineData("node", typeof(NodeEntry))]
    [InlineData("address_key", typeof(AddressKey))]
    [InlineData("foreign_key", typeof(ForeignKey))]
    [InlineData("source_key", typeof(SourceKey))]
    [InlineData("served_node", typeof(ServedNodeKey))]
    public void Entry_InBothLanguages_HasTheSameOctets(string name, Type type)
    {
        string header = File.ReadAllText(Path.Combine(Folder, "layout.h"));
        Match size = Regex.Match(header, $@"^SIZE\({name}, (\d+)\)", RegexOptions.Multiline);
        Assert.Equal(int.Parse(size.Groups[1].Value, CultureInfo.InvariantCulture), Marshal.SizeOf(type));
        foreach (Match field in Regex.Matches(header, $@"^FIELD\({name}, (\w+), (\d+)\)", RegexOptions.Multiline))
        {
            string csharp = string.Concat(field.Groups[1].Value.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
            Assert.Equal(int.Parse(field.Groups[2].Value, CultureInfo.InvariantCulture), (int)Marshal.OffsetOf(type, csharp));
        }
    }

    [Fact]
    public void Layout_Changed_HasAnotherVersion()
    {
        // Tables of an earlier process are taken over when the version is theirs: a change of a structure without a new version would give
        // programs entries that they misread. After a change: a new LAYOUT_VERSION, the same in GreTables.Layout, and the digest below.
        string entries = File.ReadAllText(Path.Combine(Folder, "entries.h"));
        string structures = string.Join('\n', Regex.Matches(entries, @"^(struct \w+ \{|\t+[^/*]*;|#define \w+ .*?)\s*(/\*.*)?$", RegexOptions.Multiline)
            .Select(match => Regex.Replace(match.Groups[1].Value, @"\s+", " ")));
        string tables = string.Join('\n', File.ReadLines(Path.Combine(Folder, "tables.h")).Where(line => line.StartsWith("TABLE(", StringComparison.Ordinal)));
        uint digest = (structures + tables).Aggregate(2166136261u, (hash, letter) => unchecked((hash ^ letter) * 16777619));
        Assert.Contains($"#define LAYOUT_VERSION {GreTables.Layout}\n", entries, StringComparison.Ordinal);
        Assert.Equal("3:2e476877", $"{GreTables.Layout}:{digest:x8}");
    }

    [Fact]
    public void DropReasons_InBothLanguages_HaveTheSameNumbers()
    {
        string header = File.ReadAllText(Path.Combine(Folder, "drops.h"));
        var inC = Regex.Matches(header, @"DROP_(\w+) = (\d+),")
            .ToDictionary(match => match.Groups[1].Value.Replace("_", ""), match => int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
        Assert.True(inC.Remove("REASONS", out int count));
        Assert.Equal(Enum.GetValues<DropReason>().ToDictionary(reason => reason.ToString().ToUpperInvariant(), reason => (int)reason), inC);
        Assert.Equal(DropReasons.Count, count);
        Assert.Equal("greKeyUnknown"u8.ToArray(), DropReasons.Name(DropReason.GreKeyUnknown).ToArray());
    }

    [Fact]
    public void Object_InTheTree_IsWhatItsSourceSays() =>
        AssertCompiled(Folder, "gre.bpf.c", GrePrograms.ReadObject(), "dotnet build src/Pmip.DataPath -t:CompileBpf");

    [Fact]
    public void ObjectOfTheBenchmarks_InTheTree_IsWhatItsSourceSays()
    {
        string folder = Path.GetFullPath(Path.Combine(Folder, "../../../tests/Pmip.Bench/bpf"));
        BpfObjectFile kept = new(File.ReadAllBytes(Path.Combine(folder, "datapath.bpf.o")));
        AssertCompiled(folder, "datapath.bpf.c", kept, "dotnet build tests/Pmip.Bench -t:CompileBpf");
    }

    // Another clang makes other instructions for the same source; only the one that made the object can be compared.
    private static void AssertCompiled(string folder, string source, BpfObjectFile kept, string remedy)
    {
        const string MadeBy = "clang version 14.";
        if (!TryRun(folder, "clang", "--version", out string version) || !version.Contains(MadeBy, StringComparison.Ordinal))
        {
            return;
        }

        string compiled = Path.Combine(Path.GetTempPath(), $"pmip-{Environment.ProcessId}-{source}.o");
        try
        {
            string machine = RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "aarch64" : "x86_64";
            string arguments = $"-O2 -target bpf -mcpu=v3 -Wall -Werror -I/usr/include/{machine}-linux-gnu -c {source} -o {compiled}";
            Assert.True(TryRun(folder, "clang", arguments, out string errors), errors);
            BpfObjectFile fresh = new(File.ReadAllBytes(compiled));
            Assert.NotEmpty(kept.ProgramSections);
            Assert.Equal(fresh.ProgramSections, kept.ProgramSections);
            foreach (string section in kept.ProgramSections)
            {
                bool same = fresh.Instructions(section).SequenceEqual(kept.Instructions(section));
                Assert.True(same, $"{section}: run {remedy}");
            }
        }
        finally
        {
            File.Delete(compiled);
        }
    }

    private static bool TryRun(string folder, string program, string arguments, out string output)
    {
        output = "";
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            output = error.Message;
            return false;
        }
    }

    private static string FindFolder([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../../src/Pmip.DataPath/bpf"));
}
