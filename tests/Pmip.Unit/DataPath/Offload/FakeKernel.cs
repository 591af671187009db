using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pmip.DataPath.Offload;
using Pmip.Linux;
using Pmip.Linux.Netlink;

namespace Pmip.Unit.DataPath.Offload;

/// <summary>
/// Stands for a kernel and a network device behind the netlink messages of the flower offload: it reads the same octets and answers with the
/// same octets. What a real one would do with packets, tests tell it.
/// </summary>
internal sealed class FakeKernel(DeviceProfile profile) : INetlinkSocket, IPortFeatures
{
    public const int AccessPort = 2;
    public const int TransportPort = 3;
    public const int OtherPort = 4;
    private const int RoomForRules = 7;
    private const int NotFound = 2;
    private const int NoSuchDevice = 19;
    private const int Exists = 17;
    private const int NoSpace = 28;
    private const int Busy = 16;
    private const int NotSupported = 95;

    private readonly Dictionary<string, int> _links = new() { ["acc0"] = AccessPort, ["wan0"] = TransportPort, ["acc1"] = OtherPort };
    private readonly Queue<byte[]> _answers = new();
    private readonly HashSet<FlowerPlace> _askedToLetGo = [];
    private int _nextLink = 10;

    /// <summary>The rules, by their places.</summary>
    public Dictionary<FlowerPlace, FakeRule> Rules { get; } = [];

    /// <summary>The device's nature; may change.</summary>
    public DeviceProfile Profile { get; set; } = profile;

    /// <summary>Where the route to every remote end leads.</summary>
    public int RouteOut { get; set; } = TransportPort;

    /// <summary>Requests that were made.</summary>
    public int RequestCount { get; private set; }

    /// <summary>The last request that set a rule, whole.</summary>
    public byte[] LastRule { get; private set; } = [];

    /// <summary>Index of an interface.</summary>
    public int IndexOf(string name) => _links[name];

    /// <summary>Names of the interfaces that there are.</summary>
    public IEnumerable<string> Links => _links.Keys;

    public TrafficOffload TrafficOffloadOf(int interfaceIndex) =>
        Profile == DeviceProfile.HasNoFeature ? TrafficOffload.Fixed : TrafficOffload.On;

    /// <summary>An interface goes, and its rules with it.</summary>
    public void Unplug(string name)
    {
        if (_links.Remove(name, out int index))
        {
            foreach (FlowerPlace place in Rules.Keys.Where(place => place.Interface == index).ToArray())
            {
                Rules.Remove(place);
            }
        }
    }

    /// <summary>It comes again.</summary>
    public void Plug(string name, int index) => _links[name] = index;

    /// <summary>Rules of a session that the device has.</summary>
    public IEnumerable<FakeRule> RulesOf(int session) => Rules.Where(rule => rule.Key.Handle == session + 1).Select(rule => rule.Value);

    public LinuxStatus Send(ReadOnlySpan<byte> message)
    {
        RequestCount++;
        ushort type = BinaryPrimitives.ReadUInt16LittleEndian(message[4..]);
        ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(message[6..]);
        uint sequence = BinaryPrimitives.ReadUInt32LittleEndian(message[8..]);
        ReadOnlySpan<byte> body = message[16..];
        switch (type)
        {
            case 16: // RTM_NEWLINK
                NewLink(body, flags, sequence);
                break;
            case 17: // RTM_DELLINK
                Unplug(NameOf(BinaryPrimitives.ReadInt32LittleEndian(body[4..])) ?? "");
                Acknowledge(sequence, 0);
                break;
            case 18: // RTM_GETLINK
                GetLink(body, sequence);
                break;
            case 26: // RTM_GETROUTE
                AnswerRoute(body, sequence);
                break;
            case 36: // RTM_NEWQDISC
                Acknowledge(sequence, NameOf(BinaryPrimitives.ReadInt32LittleEndian(body[4..])) is null ? NoSuchDevice : 0);
                break;
            case 44: // RTM_NEWTFILTER
                LastRule = message.ToArray();
                SetRule(FakeRule.PlaceIn(body), FakeRule.Read(body), sequence);
                break;
            case 45: // RTM_DELTFILTER
                DeleteRule(FakeRule.PlaceIn(body), sequence);
                break;
            case 46: // RTM_GETTFILTER
                GetRules(body, (flags & 0x300) == 0x300, sequence);
                break;
            default:
                Acknowledge(sequence, NotSupported);
                break;
        }

        return LinuxStatus.Ok;
    }

    public LinuxStatus Receive(Span<byte> room, out int length)
    {
        if (!_answers.TryDequeue(out byte[]? answer))
        {
            length = 0;
            return new LinuxStatus(11);
        }

        length = answer.Length;
        answer.AsSpan(0, Math.Min(length, room.Length)).CopyTo(room);
        return LinuxStatus.Ok;
    }

    public void Dispose()
    {
    }

    private void NewLink(ReadOnlySpan<byte> body, ushort flags, uint sequence)
    {
        int index = BinaryPrimitives.ReadInt32LittleEndian(body[4..]);
        string name = Encoding.UTF8.GetString(FakeRule.Attribute(body[16..], 3)).TrimEnd('\0');
        if ((flags & 0x400) == 0)
        {
            Acknowledge(sequence, NameOf(index) is null ? NoSuchDevice : 0);
        }
        else if (!_links.TryAdd(name, _nextLink))
        {
            Acknowledge(sequence, Exists);
        }
        else
        {
            _nextLink++;
            Acknowledge(sequence, 0);
        }
    }

    private void GetLink(ReadOnlySpan<byte> body, uint sequence)
    {
        string name = Encoding.UTF8.GetString(FakeRule.Attribute(body[16..], 3)).TrimEnd('\0');
        int index = name.Length > 0 ? _links.GetValueOrDefault(name) : BinaryPrimitives.ReadInt32LittleEndian(body[4..]);
        if (index == 0 || NameOf(index) is null)
        {
            Acknowledge(sequence, NoSuchDevice);
            return;
        }

        byte[] link = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(link.AsSpan(2), 1);
        BinaryPrimitives.WriteInt32LittleEndian(link.AsSpan(4), index);
        BinaryPrimitives.WriteUInt32LittleEndian(link.AsSpan(8), 0x41);
        Answer(16, sequence, [.. link, .. FakeRule.Attribute(4, BitConverter.GetBytes(1500))]);
    }

    private void AnswerRoute(ReadOnlySpan<byte> body, uint sequence)
    {
        byte[] route = body[..12].ToArray();
        route[7] = 1;
        Answer(24, sequence, [.. route, .. FakeRule.Attribute(4, BitConverter.GetBytes(RouteOut))]);
    }

    private void SetRule(FlowerPlace place, FakeRule rule, uint sequence)
    {
        if (NameOf(place.Interface) is null)
        {
            Acknowledge(sequence, NoSuchDevice);
        }
        else if (Profile == DeviceProfile.Refuses)
        {
            Acknowledge(sequence, NotSupported, "only TEB encapsulation is offloaded");
        }
        else if (Profile == DeviceProfile.FillsUp && Rules.Count >= RoomForRules && !Rules.ContainsKey(place))
        {
            Acknowledge(sequence, NoSpace, "no room in the flow table");
        }
        else
        {
            Rules[place] = rule;
            Acknowledge(sequence, 0);
        }
    }

    private void DeleteRule(FlowerPlace place, uint sequence)
    {
        if (Profile == DeviceProfile.LetsGoReluctantly && Rules.ContainsKey(place) && _askedToLetGo.Add(place))
        {
            Acknowledge(sequence, Busy, "try again");
            return;
        }

        _askedToLetGo.Remove(place);
        Acknowledge(sequence, Rules.Remove(place) ? 0 : NotFound);
    }

    private void GetRules(ReadOnlySpan<byte> body, bool isDump, uint sequence)
    {
        if (!isDump)
        {
            FlowerPlace place = FakeRule.PlaceIn(body);
            if (Rules.TryGetValue(place, out FakeRule? rule))
            {
                Answer(44, sequence, rule.Write(place));
            }
            else
            {
                Acknowledge(sequence, NotFound);
            }

            return;
        }

        int interfaceIndex = BinaryPrimitives.ReadInt32LittleEndian(body[4..]);
        foreach ((FlowerPlace place, FakeRule rule) in Rules.Where(rule => rule.Key.Interface == interfaceIndex))
        {
            Answer(44, sequence, rule.Write(place));
        }

        Answer(3, sequence, new byte[4]);
    }

    private string? NameOf(int index) => _links.FirstOrDefault(link => link.Value == index).Key;

    private void Acknowledge(uint sequence, int error, string words = "")
    {
        byte[] fixedPart = new byte[20];
        BinaryPrimitives.WriteInt32LittleEndian(fixedPart, -error);
        byte[] text = words.Length == 0 ? [] : FakeRule.Attribute(1, [.. Encoding.UTF8.GetBytes(words), 0]);
        Answer(2, sequence, [.. fixedPart, .. text], words.Length == 0 ? (ushort)0x100 : (ushort)0x300);
    }

    private void Answer(ushort type, uint sequence, byte[] body, ushort flags = 0)
    {
        byte[] answer = new byte[16 + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(answer, answer.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(answer.AsSpan(4), type);
        BinaryPrimitives.WriteUInt16LittleEndian(answer.AsSpan(6), flags);
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(8), sequence);
        body.CopyTo(answer, 16);
        _answers.Enqueue(answer);
    }
}
