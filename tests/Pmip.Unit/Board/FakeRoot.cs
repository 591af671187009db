using System;
using System.IO;

namespace Pmip.Unit.Board;

/// <summary>A folder that stands for the root of a board's file system.</summary>
internal sealed class FakeRoot : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pmip-board-").FullName;

    public string this[string path]
    {
        get => File.ReadAllText(System.IO.Path.Join(Path, path));
        set
        {
            string full = System.IO.Path.Join(Path, path);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
            File.WriteAllText(full, value);
        }
    }

    public void AddLight(string name, string full = "255")
    {
        this[$"sys/class/leds/{name}/max_brightness"] = full + "\n";
        this[$"sys/class/leds/{name}/brightness"] = "0\n";
        this[$"sys/class/leds/{name}/trigger"] = "[none] timer netdev\n";
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
