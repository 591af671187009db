using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Unicode;

namespace Pmip.Board.Profiles;

/// <summary>Reads a profile. Every problem is said with its path in the file; a profile with a problem is no profile.</summary>
public static class BoardProfileReader
{
    private const int KeyMax = 0x2FF; // KEY_MAX
    private static readonly string[] s_functions = ["status", "alarm", "update", "traffic"];

    /// <summary>Reads the octets of a file; null when there is anything in <paramref name="problems"/>.</summary>
    public static BoardProfile? Read(ReadOnlyMemory<byte> utf8, ICollection<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        List<string> found = [];
        BoardProfile? profile = null;
        if (!Utf8.IsValid(utf8.Span))
        {
            problems.Add("the file: no UTF-8");
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(
                utf8, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            profile = Read(document.RootElement, found);
        }
        catch (JsonException failure)
        {
            found.Add($"line {failure.LineNumber + 1}: no JSON");
        }

        foreach (string problem in found)
        {
            problems.Add(problem);
        }

        return found.Count == 0 ? profile : null;
    }

    private static BoardProfile Read(JsonElement root, List<string> problems)
    {
        ProfileSection file = new(
            root, "", problems, "name", "title", "compatible", "watchdog", "lights", "button", "console", "thermalZones", "ports");
        return new BoardProfile
        {
            Name = file.Text("name", isRequired: true),
            Title = file.Text("title", isRequired: true),
            Compatible = file.Texts("compatible"),
            Watchdog = file.TryGet("watchdog", out JsonElement watchdog) ? ReadWatchdog(watchdog, problems) : null,
            Lights = ReadLights(file, problems),
            Button = file.TryGet("button", out JsonElement button) ? ReadButton(button, problems) : null,
            Console = file.TryGet("console", out JsonElement console) ? ReadConsole(console, problems) : null,
            ThermalZones = file.Texts("thermalZones"),
            Ports = [.. file.Elements("ports").Select((port, index) => ReadPort(port, $"ports[{index}]", problems))],
        };
    }

    private static WatchdogDevice ReadWatchdog(JsonElement element, List<string> problems)
    {
        ProfileSection section = new(element, "watchdog", problems, "device", "timeoutSecondsMax");
        return new WatchdogDevice(section.Text("device", isRequired: true), section.Number("timeoutSecondsMax", 1, 65_535, 65_535));
    }

    private static List<LightDevice> ReadLights(in ProfileSection file, List<string> problems)
    {
        List<LightDevice> lights = [];
        foreach (JsonElement element in file.Elements("lights"))
        {
            string path = $"lights[{lights.Count}]";
            ProfileSection section = new(element, path, problems, "function", "names", "interface");
            int function = Array.IndexOf(s_functions, section.Text("function", isRequired: true));
            if (function < 0)
            {
                section.Complain("function", $"one of {string.Join(", ", s_functions)}");
                function = 0;
            }

            LightDevice light = new((LightFunction)function, section.Texts("names"), section.Text("interface"));
            if (light.Names.Count == 0)
            {
                section.Complain("names", "at least one name of the kernel's LED class is wanted");
            }

            if (lights.Exists(other => other.Function == light.Function))
            {
                section.Complain("function", "another light has it already");
            }

            if ((light.Function == LightFunction.Traffic) != (light.Interface.Length > 0))
            {
                section.Complain("interface", "wanted for a light of traffic, and for no other");
            }

            lights.Add(light);
        }

        return lights;
    }

    private static ButtonDevice ReadButton(JsonElement element, List<string> problems)
    {
        ProfileSection section = new(
            element, "button", problems, "key", "inputName", "chip", "lineName", "line", "activeLow", "debounceMilliseconds");
        if (section.Has("key") == section.Has("chip"))
        {
            problems.Add("button: either key (of an input device) or chip (with lineName or line) is wanted");
        }

        if (section.Has("chip") && section.Has("lineName") == section.Has("line"))
        {
            problems.Add("button: with chip either lineName or line is wanted");
        }

        return new ButtonDevice
        {
            Key = (ushort)section.Number("key", 1, KeyMax, 0),
            InputName = section.Text("inputName"),
            Chip = section.Text("chip"),
            LineName = section.Text("lineName"),
            Line = section.Number("line", 0, 1023, 0),
            IsActiveLow = section.Flag("activeLow", true),
            DebounceMilliseconds = section.Number("debounceMilliseconds", 0, 1000, 30),
        };
    }

    private static SerialLine ReadConsole(JsonElement element, List<string> problems)
    {
        ProfileSection section = new(element, "console", problems, "names", "speed");
        SerialLine line = new(section.Texts("names"), section.Number("speed", 1200, 4_000_000, 115_200));
        if (line.Names.Count == 0)
        {
            section.Complain("names", "at least one device of /dev is wanted");
        }

        return line;
    }

    private static NetworkPort ReadPort(JsonElement element, string path, List<string> problems)
    {
        ProfileSection section = new(element, path, problems, "label", "interface", "driver");
        return new NetworkPort(
            section.Text("label", isRequired: true), section.Text("interface", isRequired: true), section.Text("driver", isRequired: true));
    }
}
