using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace Pmip.Appliance.Diagnosis.Bundle;

/// <summary>The files of a bundle before it is written: bounded each and together, text scrubbed, with a manifest of what is there and what not.</summary>
internal sealed class BundleContent(TextScrubber scrubber, int octetsMax)
{
    /// <summary>Most octets of one file.</summary>
    public const int FileOctetsMax = 768 * 1024;

    // Per file: a header and what fills its last block.
    private const int Overhead = 1024;
    private readonly List<(string Name, byte[] Content, string Remark)> _files = [];
    private readonly List<string> _missing = [];
    private int _left = octetsMax - 16 * 1024;

    /// <summary>Adds text; what does not fit is cut.</summary>
    public void AddText(string name, string remark, string text)
    {
        if (text.Length == 0)
        {
            _missing.Add($"{name}: {remark}: nothing there");
            return;
        }

        byte[] octets = Encoding.UTF8.GetBytes(scrubber.Scrub(text));
        int room = Math.Min(FileOctetsMax, _left - Overhead);
        if (octets.Length > room)
        {
            octets = [.. octets.AsSpan(0, Math.Max(room - 32, 0)), .. "\n... cut: it did not fit\n"u8];
        }

        Add(name, remark, octets);
    }

    /// <summary>Adds octets, whole or not at all.</summary>
    public void AddOctets(string name, string remark, byte[] octets)
    {
        if (octets.Length > Math.Min(FileOctetsMax, _left - Overhead))
        {
            _missing.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {remark}: {octets.Length} octets do not fit"));
            return;
        }

        Add(name, remark, octets);
    }

    /// <summary>Says why something is not there.</summary>
    public void Miss(string what) => _missing.Add(what);

    /// <summary>The archive, the manifest first.</summary>
    public byte[] ToArchive(string title, DateTime time)
    {
        StringBuilder manifest = new();
        manifest.Append(title).Append('\n');
        foreach ((string name, byte[] content, string remark) in _files)
        {
            manifest.Append(CultureInfo.InvariantCulture, $"{name,-32} {content.Length,8}  {remark}\n");
        }

        foreach (string missing in _missing)
        {
            manifest.Append("not there: ").Append(missing).Append('\n');
        }

        MemoryStream archive = new();
        TarWriter tar = new(archive, time);
        tar.Add("manifest.txt", Encoding.UTF8.GetBytes(manifest.ToString()));
        foreach ((string name, byte[] content, string _) in _files)
        {
            tar.Add(name, content);
        }

        tar.End();
        return archive.ToArray();
    }

    private void Add(string name, string remark, byte[] octets)
    {
        _files.Add((name, octets, remark));
        _left -= octets.Length + Overhead;
    }
}
