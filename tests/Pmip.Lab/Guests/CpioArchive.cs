using System;
using System.IO;
using System.Text;

namespace Pmip.Lab.Guests;

/// <summary>Writes an archive in the form that the kernel unpacks as its first root file system (newc).</summary>
internal sealed class CpioArchive : IDisposable
{
    private const int Folder = 0x41ED;
    private const int Executable = 0x81ED;
    private const int Link = 0xA1FF;

    private readonly FileStream _file;
    private int _number;

    public CpioArchive(string path)
    {
        _file = File.Create(path);
    }

    public void AddFolder(string name) => Add(name, Folder, []);

    public void AddLink(string name, string target) => Add(name, Link, Encoding.UTF8.GetBytes(target));

    public void AddText(string name, string text) => Add(name, Executable, Encoding.UTF8.GetBytes(text));

    public void AddFile(string name, string path) => Add(name, Executable, File.ReadAllBytes(path));

    public void Dispose()
    {
        _number = -1;
        Add("TRAILER!!!", 0, []);
        _file.Dispose();
    }

    private void Add(string name, int mode, ReadOnlySpan<byte> content)
    {
        _number++;
        int links = mode == Folder ? 2 : 1;
        string header = $"070701{_number:X8}{mode:X8}{0:X8}{0:X8}{links:X8}{0:X8}{content.Length:X8}{0:X8}{0:X8}{0:X8}{0:X8}{name.Length + 1:X8}{0:X8}";
        _file.Write(Encoding.ASCII.GetBytes(header + name + '\0'));
        Align();
        _file.Write(content);
        Align();
    }

    private void Align() => _file.Write(new byte[(4 - (int)(_file.Position % 4)) % 4]);
}
