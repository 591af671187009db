using FsCheck;
using FsCheck.Fluent;
using Pmip.Board.Resets;
using Pmip.Foundation.Time;
using Pmip.Linux.Processes;
using Pmip.Linux.Watchdog;
using Xunit;

namespace Pmip.Unit.Board.Resets;

public sealed class RunRecordCodecTests
{
    internal static readonly RunRecord Full = new()
    {
        Sequence = 7,
        Run = 3,
        Boot = new BootIdentity(0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210),
        Began = new Instant(11),
        BeganUnixMicroseconds = 12,
        Alive = new Instant(13),
        AliveUnixMicroseconds = 14,
        End = RunEnd.LoopSilent,
        Cause = ResetCause.Watchdog,
        BootStatus = WatchdogBootStatus.CardReset,
        MachineRestarted = true,
        WasSafeMode = true,
        IsForgiven = true,
        SafeModeIsOrdered = true,
        Generation = 15,
        GenerationCheck = 16,
        GenerationSince = new Instant(17),
        Deadline = new Duration(18),
        Silence = new Duration(19),
        PanicsCheck = 20,
        Loop = RecordText.Of("control"),
        Build = RecordText.Of("pmipd 1.2.3"),
        Detail = RecordText.Of("S call 232 ep_poll"),
    };

    [Fact]
    public void Record_WrittenAndRead_IsTheSame()
    {
        byte[] sector = new byte[RunRecordCodec.Length];
        RunRecordCodec.Write(Full, sector);

        Assert.True(RunRecordCodec.TryRead(sector, out RunRecord read));
        Assert.Equal(Full, read);
    }

    [Fact]
    public void Record_WithAnyBitChanged_IsNone()
    {
        byte[] sector = new byte[RunRecordCodec.Length];
        RunRecordCodec.Write(Full, sector);
        for (int bit = 0; bit < sector.Length * 8; bit++)
        {
            sector[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(RunRecordCodec.TryRead(sector, out _));
            sector[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Sector_OfZerosOrOfAnything_IsNoRecord()
    {
        Assert.False(RunRecordCodec.TryRead(new byte[RunRecordCodec.Length], out _));
        Prop.ForAll(Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(RunRecordCodec.Length).ToArbitrary(), sector =>
        {
            new byte[] { 0x50, 0x4D, 0x52, 0x31 }.CopyTo(sector, 0);
            return !RunRecordCodec.TryRead(sector, out _);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ein Fädchen, das reißt")]
    public void Text_ThatFits_IsKept(string text) => Assert.Equal(text, RecordText.Of(text).ToString());

    [Fact]
    public void Text_ThatIsTooLong_LosesWholeCharacters()
    {
        RecordText text = RecordText.Of(new string('ä', 100));
        Assert.Equal(new string('ä', RecordText.Max / 2), text.ToString());
    }
}
