using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Board.Profiles;
using Xunit;

namespace Pmip.Unit.Board;

public sealed class BoardProfileTests
{
    private static readonly string[] s_lists = ["lights", "ports", "compatible", "thermalZones"];

    [Fact]
    public void Profiles_BuiltIn_AreThoseOfTheIssueAndReadWithoutAProblem()
    {
        IReadOnlyList<BoardProfile> profiles = BoardProfiles.BuiltIn();
        Assert.Equal(
            ["generic", "layerscape-lx2160a", "macchiatobin", "none", "qemu-virt", "raspberry-pi-4", "raspberry-pi-5", "raspberry-pi-cm4"],
            profiles.Select(profile => profile.Name));
        Assert.Equal(profiles.Count, profiles.Select(profile => profile.Title).Distinct().Count());
    }

    [Theory]
    [InlineData("raspberrypi,5-model-b|brcm,bcm2712", "raspberry-pi-5")]
    [InlineData("raspberrypi,4-model-b|brcm,bcm2711", "raspberry-pi-4")]
    [InlineData("raspberrypi,4-compute-module|brcm,bcm2711", "raspberry-pi-cm4")]
    [InlineData("marvell,armada8040-mcbin-singleshot|marvell,armada8040-mcbin|marvell,armada8040", "macchiatobin")]
    [InlineData("solidrun,honeycomb|solidrun,lx2160a-cex7|fsl,lx2160a", "layerscape-lx2160a")]
    [InlineData("linux,dummy-virt", "qemu-virt")]
    [InlineData("acme,gateway|acme,soc", "generic")]
    [InlineData("", "none")]
    public void Profile_ChosenByTheDeviceTree_IsTheMostSpecific(string compatible, string expected)
    {
        using FakeRoot root = new();
        if (compatible.Length > 0)
        {
            root["proc/device-tree/compatible"] = compatible.Replace('|', '\0') + "\0";
        }

        List<string> problems = [];
        Assert.Equal(expected, BoardProfiles.Choose("auto", BoardProfiles.ReadCompatible(root.Path), problems)?.Name);
        Assert.Empty(problems);
    }

    [Fact]
    public void Profile_AskedForByAnUnknownName_IsRefusedWithAllNames()
    {
        List<string> problems = [];
        Assert.Null(BoardProfiles.Choose("raspbery", [], problems));
        Assert.Contains("\"raspbery\"", Assert.Single(problems), StringComparison.Ordinal);
        Assert.Contains("raspberry-pi-4", problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Profile_FromAFileThatIsNotThere_IsRefusedWithItsPath()
    {
        List<string> problems = [];
        Assert.Null(BoardProfiles.Choose("/nowhere/board.json", [], problems));
        Assert.StartsWith("/nowhere/board.json: ", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "title": "t" }""", "name: is missing")]
    [InlineData("""{ "name": "n", "title": "t", "ligths": [] }""", "ligths: unknown; known are name, title,")]
    [InlineData("""{ "name": "n", "title": "t", "lights": [{ "function": "disco", "names": ["a"] }] }""", "lights[0].function: one of status,")]
    [InlineData("""{ "name": "n", "title": "t", "lights": [{ "function": "status" }] }""", "lights[0].names: at least one")]
    [InlineData("""{ "name": "n", "title": "t", "lights": [{ "function": "traffic", "names": ["a"] }] }""", "lights[0].interface: wanted")]
    [InlineData("""{ "name": "n", "title": "t", "button": { } }""", "button: either key")]
    [InlineData("""{ "name": "n", "title": "t", "button": { "key": 768 } }""", "button.key: wanted is a whole number from 1 to 767")]
    [InlineData("""{ "name": "n", "title": "t", "button": { "chip": "c" } }""", "button: with chip either lineName or line")]
    [InlineData("""{ "name": "n", "title": "t", "watchdog": { "device": 7 } }""", "watchdog.device: wanted is a text")]
    [InlineData("""{ "name": "n", "title": "t", "console": { "names": [], "speed": 3 } }""", "console.speed: wanted is a whole number from 1200")]
    [InlineData("""{ "name": "n", "name": "m", "title": "t" }""", "name: stands there twice")]
    [InlineData("[]", "the file: wanted is an object")]
    [InlineData("{", "line 1: no JSON")]
    public void Profile_WithAMistake_IsRefusedWithThePath(string file, string problem)
    {
        List<string> problems = [];
        Assert.Null(BoardProfileReader.Read(Encoding.UTF8.GetBytes(file), problems));
        Assert.Contains(problems, said => said.StartsWith(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Profile_WithAnyOctetChanged_IsReadOrRefusedWithAReason()
    {
        byte[][] files = [.. s_lists.Select(list => Encoding.UTF8.GetBytes($$"""
            { "name": "n", "title": "t", "watchdog": { "device": "/dev/watchdog0", "timeoutSecondsMax": 15 },
              "button": { "chip": "c", "line": 3, "activeLow": false }, "{{list}}": [] }
            """))];
        Prop.ForAll(
            Gen.Choose(0, files.Length - 1).ToArbitrary(), ArbMap.Default.ArbFor<byte>(), ArbMap.Default.ArbFor<NonNegativeInt>(),
            (file, octet, place) =>
            {
                byte[] changed = [.. files[file]];
                changed[place.Get % changed.Length] = octet;
                List<string> problems = [];
                BoardProfile? profile = BoardProfileReader.Read(changed, problems);
                return (profile is null) == (problems.Count > 0);
            }).QuickCheckThrowOnFailure();
    }
}
