using System;
using System.Collections.Generic;
using System.Linq;
using Pmip.Engine.Lma;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>The 3GPP options of a registration stay with its binding and are shown (TS 29.275 12).</summary>
public sealed class KeptOptionTests
{
    private static readonly Registration s_good = new();
    private readonly AnchorBench _bench = new();

    [Fact]
    public void Options_OfTheRegistration_AreShownAsTheyCame()
    {
        _bench.Send(s_good with
        {
            PdnConnectionId = 5,
            AdditionalOptions =
            [
                .. Option(13, 0x00, 0xF1, 0x10), .. Option(12, 0x94, 0x71), .. Option(25, 4, 1), .. Option(200, [.. Enumerable.Repeat((byte)7, 100)]),
            ],
        });

        Assert.Equal(["13:00F110", "12:9471", "25:0401", "200:" + string.Concat(Enumerable.Repeat("07", 100))], Shown());
    }

    [Fact]
    public void Options_OfALaterUpdate_ReplaceThoseOfTheirSubtype()
    {
        _bench.Send(s_good with { AdditionalOptions = [.. Option(13, 1, 2, 3), .. Option(12, 0x94), .. Option(10, 8, 0)] });

        _bench.Send(s_good with { Sequence = 2, AdditionalOptions = Option(12, 0x49, 0x01) });
        _bench.Send(s_good with { Sequence = 3 });

        Assert.Equal(["13:010203", "10:0800", "12:4901"], Shown());
    }

    [Fact]
    public void Options_InFragments_AreJoined_AndRepeatedOnesStayApart()
    {
        byte[] part = Option(1, 0x80, 0);
        part[7] = 1;

        _bench.Send(s_good with { AdditionalOptions = [.. part, .. Option(1, 3, 0), .. Option(5, 1), .. Option(5, 2)] });

        Assert.Equal(["1:80000300", "5:01", "5:02"], Shown());
    }

    [Fact]
    public void Options_OfOtherVendors_AndInTheOtherSpecification_AreNotKept()
    {
        AnchorBench ietf = AnchorBench.Ietf();
        byte[] foreign = Option(12, 1);
        foreign[5]++;

        _bench.Send(s_good with { AdditionalOptions = foreign });
        ietf.Send(s_good with { AdditionalOptions = Option(12, 1) });

        Assert.Empty(Shown());
        Assert.Empty(Shown(ietf));
    }

    [Fact]
    public void Options_MoreThanOneBindingMayHave_TheRestIsCountedAndNotKept()
    {
        AnchorBench bench = new(c => c with { Limits = c.Limits with { OptionOctets = 1024 } });
        byte[] part = Option(1, new byte[249]);
        part[7] = 1;

        Answer answer = bench.Send(s_good with
        {
            AdditionalOptions = [.. Option(12, 1), .. part, .. part, .. part, .. part, .. Option(1, new byte[249]), .. Option(11, 2)],
        });

        Assert.Equal(BindingStatus.Accepted, answer.Status);
        Assert.Equal(["12:01", "11:02"], Shown(bench));
        Assert.Equal(1, bench.Anchor.Counters[LmaCounter.OptionsNotKept]);
    }

    [Fact]
    public void Options_RoomOfAllBindingsIsFull_CountedUntilABindingEnds()
    {
        AnchorBench bench = new(c => c with { Limits = c.Limits with { Bindings = 2, OptionOctets = 32 } });
        byte[] options = Option(12, new byte[50]);
        bench.Send(s_good with { AdditionalOptions = options });

        bench.Send(s_good with { Identifier = "mn2@example.com", Key = 2, AdditionalOptions = options });
        long lost = bench.Anchor.Counters[LmaCounter.OptionsNotKept];
        bench.Remove(bench.SlotOf("mn1@example.com"));
        bench.Send(s_good with { Identifier = "mn2@example.com", Key = 2, Sequence = 2, AdditionalOptions = options });

        Assert.Equal(1, lost);
        Assert.Equal(1, bench.Anchor.Counters[LmaCounter.OptionsNotKept]);
        Assert.Single(Shown(bench, "mn2@example.com"));
    }

    private List<string> Shown() => Shown(_bench);

    private static List<string> Shown(AnchorBench bench, string identifier = "mn1@example.com")
    {
        List<string> shown = [];
        Assert.True(bench.Anchor.TryRead(bench.SlotOf(identifier), bench.Now, out BindingCacheEntryView view));
        KeptOptionReader reader = view.ReadOptions(new byte[BindingCacheEntryView.OptionRoomLength]);
        while (reader.TryNext(out ThreeGppSubtype subtype, out ReadOnlySpan<byte> value))
        {
            shown.Add($"{(byte)subtype}:{Convert.ToHexString(value)}");
        }

        return shown;
    }

    private static byte[] Option(byte subtype, params byte[] value) =>
        [19, (byte)(6 + value.Length), 0, 0, 0x28, 0xAF, subtype, 0, .. value];
}
