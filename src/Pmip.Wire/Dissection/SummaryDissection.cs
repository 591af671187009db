using System;
using System.Buffers;
using System.Buffers.Text;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Dissection;

/// <summary>
/// Keeps of a packet what one line can say, in the manner of tcpdump: the outer addresses, then the mobility message with the
/// values that tell it from another, or the layers of any other packet.
/// </summary>
public sealed class SummaryDissection : DissectionWriter
{
    private const int DepthMax = 64;

    private readonly ArrayBufferWriter<byte> _addresses = new(128);
    private readonly ArrayBufferWriter<byte> _layers = new(256);
    private readonly ArrayBufferWriter<byte> _head = new(256);
    private readonly ArrayBufferWriter<byte> _node = new(512);
    private readonly ArrayBufferWriter<byte> _tail = new(256);
    private readonly Scope[] _scopes = new Scope[DepthMax];
    private int _depth;
    private int _faults;
    private bool _hasMessage;
    private bool _hasOuter;

    private enum Scope : byte
    {
        Other,
        Ip,
        Transport,
        Gre,
        Control,
        Message,
        Option,
    }

    private Scope Current => _depth is > 0 and <= DepthMax ? _scopes[_depth - 1] : Scope.Other;

    /// <summary>Writes the line onto <paramref name="output"/>, without an end of line, and begins anew.</summary>
    public void Finish(IBufferWriter<byte> output)
    {
        output.Write(_addresses.WrittenSpan);
        if (_addresses.WrittenCount > 0)
        {
            output.Write(":"u8);
        }

        if (_hasMessage)
        {
            output.Write(_head.WrittenSpan);
            output.Write(_node.WrittenSpan);
            output.Write(_tail.WrittenSpan);
        }
        else
        {
            output.Write(_layers.WrittenSpan);
        }

        if (_faults > 0)
        {
            output.Write(" MALFORMED"u8);
        }

        foreach (ArrayBufferWriter<byte> part in (ReadOnlySpan<ArrayBufferWriter<byte>>)[_addresses, _layers, _head, _node, _tail])
        {
            part.ResetWrittenCount();
        }

        _depth = 0;
        _faults = 0;
        _hasMessage = false;
        _hasOuter = false;
    }

    /// <inheritdoc/>
    public override void BeginObject(ReadOnlySpan<byte> name)
    {
        Scope scope = Current == Scope.Message ? Scope.Option : ScopeOf(name);
        if (scope == Scope.Message)
        {
            _hasMessage = true;
            Add(_head, " "u8);
            Add(_head, SummaryNames.ShortOf(name));
        }
        else if (scope is Scope.Transport or Scope.Gre or Scope.Control)
        {
            Add(_layers, " "u8);
            Add(_layers, SummaryNames.ShortOf(name));
        }

        if (_depth < DepthMax)
        {
            _scopes[_depth] = scope;
        }

        _depth++;
    }

    /// <inheritdoc/>
    public override void EndObject() => _depth--;

    /// <inheritdoc/>
    public override void BeginList(ReadOnlySpan<byte> name)
    {
        // Only the elements say something that a line can hold.
    }

    /// <inheritdoc/>
    public override void EndList()
    {
    }

    /// <inheritdoc/>
    public override void Text(ReadOnlySpan<byte> name, ReadOnlySpan<byte> utf8)
    {
        if (Current == Scope.Option && (name.SequenceEqual("identifier"u8) || name.SequenceEqual("serviceSelection"u8)))
        {
            Add(_node, " "u8);
            Span<byte> room = _node.GetSpan((utf8.Length * PrintableText.GrowthMax) + 1);
            _node.Advance(PrintableText.Escape(utf8, escapesQuotes: false, room));
        }
    }

    /// <inheritdoc/>
    public override void Number(ReadOnlySpan<byte> name, ulong value, ReadOnlySpan<byte> unit = default)
    {
        if (Current == Scope.Message && name.SequenceEqual("sequence"u8))
        {
            Add(_head, " seq "u8);
            Add(_head, value);
        }
        else if (Current == Scope.Message && name.SequenceEqual("lifetime"u8))
        {
            Add(_tail, " lifetime "u8);
            Add(_tail, value);
            Add(_tail, "s"u8);
        }
        else if (Current == Scope.Option && name.SequenceEqual("restartCounter"u8))
        {
            Add(_tail, " restarts "u8);
            Add(_tail, value);
        }
        else if (Current == Scope.Option && name.SequenceEqual("pdnConnectionId"u8))
        {
            Add(_node, " PDN="u8);
            Add(_node, value);
        }
        else if (Current == Scope.Transport && (name.SequenceEqual("sourcePort"u8) || name.SequenceEqual("destinationPort"u8)))
        {
            Add(_layers, name.SequenceEqual("sourcePort"u8) ? " "u8 : " > "u8);
            Add(_layers, value);
        }
    }

    /// <inheritdoc/>
    public override void Hex(ReadOnlySpan<byte> name, ulong value, int digits)
    {
        bool isMessageKey = Current == Scope.Option && name.SequenceEqual("greKey"u8);
        if (isMessageKey || (Current == Scope.Gre && name.SequenceEqual("key"u8)))
        {
            ArrayBufferWriter<byte> part = isMessageKey ? _tail : _layers;
            Add(part, " key 0x"u8);
            Utf8Formatter.TryFormat(value, part.GetSpan(16), out int written, new StandardFormat('x', 8));
            part.Advance(written);
        }
    }

    /// <inheritdoc/>
    public override void Octets(ReadOnlySpan<byte> name, ReadOnlySpan<byte> octets)
    {
        // Too long for a line.
    }

    /// <inheritdoc/>
    public override void Address(ReadOnlySpan<byte> name, IpAddress address)
    {
        bool isDestination = name.SequenceEqual("destinationAddress"u8);
        if (Current == Scope.Ip && (isDestination || name.SequenceEqual("sourceAddress"u8)))
        {
            // The first header is the outer one; those inside a tunnel are layers like others.
            bool isOuter = !_hasOuter;
            ArrayBufferWriter<byte> part = isOuter ? _addresses : _layers;
            Add(part, isDestination ? " > "u8 : isOuter ? default : " "u8);
            Add(part, address);
            _hasOuter |= isOuter && isDestination;
        }
        else if (Current == Scope.Option && name.SequenceEqual("address"u8) && address.IsIPv4)
        {
            Add(_node, " "u8);
            Add(_node, address);
        }
    }

    /// <inheritdoc/>
    public override void Prefix(ReadOnlySpan<byte> name, IpPrefix prefix)
    {
        if (Current == Scope.Option)
        {
            Add(_node, " "u8);
            prefix.TryFormat(_node.GetSpan(IpPrefix.TextLengthMax), out int written);
            _node.Advance(written);
        }
    }

    /// <inheritdoc/>
    public override void Mac(ReadOnlySpan<byte> name, MacAddress address)
    {
        // Left to the details.
    }

    /// <inheritdoc/>
    public override void Flag(ReadOnlySpan<byte> name, bool value)
    {
        // Left to the details.
    }

    /// <inheritdoc/>
    public override void Enumerated(ReadOnlySpan<byte> name, ulong number, ReadOnlySpan<byte> registryName)
    {
        switch (Current)
        {
            case Scope.Message when name.SequenceEqual("status"u8) || name.SequenceEqual("revocationTrigger"u8)
                || name.SequenceEqual("notificationReason"u8):
                Add(_head, name.SequenceEqual("status"u8) ? " status "u8 : name.SequenceEqual("revocationTrigger"u8) ? " trigger "u8 : " reason "u8);
                Add(_head, number);
                AddName(_head, registryName);
                break;
            case Scope.Message when name.SequenceEqual("flags"u8) && number != 0:
                Add(_head, " flags "u8);
                Add(_head, registryName);
                break;
            case Scope.Option when name.SequenceEqual("handoffIndicator"u8) || name.SequenceEqual("accessTechnologyType"u8):
                Add(_node, name.SequenceEqual("handoffIndicator"u8) ? " HI="u8 : " ATT="u8);
                Add(_node, number);
                break;
            case Scope.Option when name.SequenceEqual("errorCode"u8):
                Add(_tail, " error "u8);
                Add(_tail, number);
                AddName(_tail, registryName);
                break;
            case Scope.Control when name.SequenceEqual("type"u8) || name.SequenceEqual("operation"u8) || name.SequenceEqual("op"u8):
                Add(_layers, " "u8);
                if (registryName.IsEmpty)
                {
                    Add(_layers, number);
                }

                Add(_layers, registryName);
                break;
            default:
                break; // Left to the details.
        }
    }

    /// <inheritdoc/>
    protected override void WriteMalformed(ReadOnlySpan<byte> what, int offset) => _faults++;

    private static Scope ScopeOf(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("ipv4"u8) || name.SequenceEqual("ipv6"u8))
        {
            return Scope.Ip;
        }

        if (name.SequenceEqual("udp"u8) || name.SequenceEqual("tcp"u8))
        {
            return Scope.Transport;
        }

        if (name.SequenceEqual("gre"u8))
        {
            return Scope.Gre;
        }

        bool isControl = name.SequenceEqual("icmp"u8) || name.SequenceEqual("icmpv6"u8) || name.SequenceEqual("arp"u8)
            || name.SequenceEqual("dhcpv4"u8) || name.SequenceEqual("esp"u8) || name.SequenceEqual("tlvHeader"u8);
        return isControl ? Scope.Control : SummaryNames.IsMessage(name) ? Scope.Message : Scope.Other;
    }

    private static void Add(ArrayBufferWriter<byte> part, ReadOnlySpan<byte> utf8) => part.Write(utf8);

    private static void Add(ArrayBufferWriter<byte> part, ulong number)
    {
        Utf8Formatter.TryFormat(number, part.GetSpan(20), out int written);
        part.Advance(written);
    }

    private static void Add(ArrayBufferWriter<byte> part, IpAddress address)
    {
        address.TryFormat(part.GetSpan(IpAddress.TextLengthMax), out int written);
        part.Advance(written);
    }

    private static void AddName(ArrayBufferWriter<byte> part, ReadOnlySpan<byte> registryName)
    {
        if (!registryName.IsEmpty)
        {
            Add(part, " ("u8);
            Add(part, registryName);
            Add(part, ")"u8);
        }
    }
}
