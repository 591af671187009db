using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Pmip.Lab.Network;
using Pmip.Lab.Processes;

namespace Pmip.Lab.Devices;

/// <summary>A plain Linux host: the kernel's own SLAAC and a stock DHCP client, nothing of ours.</summary>
public sealed class Device
{
    private const string Link = "eth0";
    private readonly NetworkNamespace _air;
    private readonly string _dhcpScript;
    private LabProcess? _dhcpClient;

    internal Device(NetworkNamespace place, NetworkNamespace air, string mac, string identifier, string directory)
    {
        Place = place;
        _air = air;
        Mac = mac;
        Identifier = identifier;
        _dhcpScript = Path.Combine(directory, "udhcpc.script");
    }

    public NetworkNamespace Place { get; }

    public string Name => Place.Name;

    public string Mac { get; }

    public string Identifier { get; }

    public LabProcess DhcpClient => _dhcpClient ?? throw new LabException($"{Name} runs no DHCP client");

    /// <summary>Puts the device's port into the radio cell of a MAG. Neither the device's own link nor the MAG is told.</summary>
    public void MoveTo(string cell) => _air.Ip($"link set {Name} master {cell}");

    /// <summary>
    /// Likewise, and the cell's access point announces the station as access points do (IEEE 802.11F): one process does both, so
    /// that nothing but the kernel's time is between them.
    /// </summary>
    public void RoamTo(string cell) => _air.Require(
        "/usr/bin/python3",
        "-c",
        "import socket, subprocess, sys\n"
        + "device, cell, mac = sys.argv[1:]\n"
        + "link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)\n"
        + "link.bind((cell, 0))\n"
        + "subprocess.run(['ip', 'link', 'set', device, 'master', cell], check=True)\n"
        + "link.send(b'\\xff' * 6 + bytes.fromhex(mac.replace(':', '')) + bytes.fromhex('00060001af810100').ljust(48, b'\\0'))\n",
        Name,
        cell,
        Mac);

    /// <summary>Takes the device out of every cell, still without its noticing.</summary>
    public void LeaveCells() => _air.Ip($"link set {Name} nomaster");

    /// <summary>Brings the link up; the kernel solicits routers by itself.</summary>
    public void SwitchOn() => Place.Ip($"link set {Link} up");

    public void SwitchOff() => Place.Ip($"link set {Link} down");

    public void StartDhcp()
    {
        _dhcpClient = Place.Start("udhcpc", "udhcpc", "-f", "-i", Link, "-t", "20", "-T", "1", "-A", "1", "-O", "mtu", "-s", _dhcpScript);
    }

    /// <summary>Gives the address back, as the client does when its user asks.</summary>
    public void ReleaseDhcp() => DhcpClient.Signal("USR2");

    /// <summary>The global addresses that can be used now; a tentative one is none.</summary>
    public IReadOnlyList<string> Addresses(int family)
    {
        string output = Place.Require("ip", "-j", family == 6 ? "-6" : "-4", "addr", "show", "dev", Link, "scope", "global");
        using JsonDocument document = JsonDocument.Parse(output.Length == 0 ? "[]" : output);
        List<string> found = [];
        foreach (JsonElement link in document.RootElement.EnumerateArray())
        {
            if (link.TryGetProperty("addr_info", out JsonElement addresses))
            {
                found.AddRange(addresses.EnumerateArray()
                    .Where(address => address.TryGetProperty("local", out _) && !address.TryGetProperty("tentative", out _))
                    .Select(address => address.GetProperty("local").GetString()!));
            }
        }

        return found;
    }

    public string AwaitAddress(int family, TimeSpan? bound = null)
    {
        Await.Until($"{Name} has an IPv{family} address and a default route", () => Addresses(family).Count > 0 && HasDefaultRoute(family), bound, Describe);
        return Addresses(family)[0];
    }

    /// <summary>Waits until the kernel has checked every address for duplicates, the link-local one too.</summary>
    public void AwaitChecked() => Await.Until(
        $"no address of {Name} is tentative", () => Place.Require("ip", "-6", "addr", "show", "dev", Link, "tentative").Length == 0, seen: Describe);

    public bool HasDefaultRoute(int family) => Place.Require("ip", family == 6 ? "-6" : "-4", "route", "show", "default").Length > 0;

    /// <summary>What the device knows of its network, for messages.</summary>
    public string Describe() => Place.Require("ip", "addr", "show", "dev", Link) + Place.Require("ip", "-6", "route") + Place.Require("ip", "-4", "route");

    /// <summary>True when each of <paramref name="count"/> echo requests is answered within two seconds.</summary>
    public bool Ping(string address, int count = 1, int octets = 56, string? source = null, bool mayFragment = true)
    {
        CommandResult result = PingResult(address, count, octets, source, mayFragment);
        return result.Succeeded && result.Output.Contains($"{count} received", StringComparison.Ordinal);
    }

    public CommandResult PingResult(string address, int count = 1, int octets = 56, string? source = null, bool mayFragment = true)
    {
        List<string> words = ["ping", "-n", "-c", Text(count), "-i", "0.05", "-W", "2", "-s", Text(octets)];
        if (!mayFragment)
        {
            words.AddRange(["-M", "do"]);
        }

        if (source is not null)
        {
            words.AddRange(["-I", source]);
        }

        words.Add(address);
        return Place.Run([.. words]);
    }

    /// <summary>Waits until the first echo comes back.</summary>
    public TimeSpan AwaitPing(string address, TimeSpan? bound = null, string? source = null) =>
        Await.Until(
            $"{Name} reaches {address}",
            () => Place.Run(["ping", "-n", "-c", "1", "-W", "1", .. source is null ? Array.Empty<string>() : ["-I", source], address]).Succeeded,
            bound,
            Describe);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
