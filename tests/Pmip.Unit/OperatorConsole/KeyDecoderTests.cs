using System.Collections.Generic;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Appliance.OperatorConsole.Editing;
using Xunit;

namespace Pmip.Unit.OperatorConsole;

/// <summary>Octets of terminals become keys; noise becomes nothing.</summary>
public sealed class KeyDecoderTests
{
    [Theory]
    [InlineData("a", "Text:a")]
    [InlineData("\r", "Enter")]
    [InlineData("\n", "Enter")]
    [InlineData("\r\n", "Enter")]
    [InlineData("\r\r\n\n", "Enter Enter Enter")]
    [InlineData("\b\u007f", "Backspace Backspace")]
    [InlineData("\u001b[A\u001b[B\u001b[C\u001b[D\u001b[H\u001b[F", "Previous Next Right Left Home End")]
    [InlineData("\u001bOA\u001bOB\u001bOC\u001bOD\u001bOH\u001bOF", "Previous Next Right Left Home End")]
    [InlineData("\u001b[1~\u001b[7~\u001b[4~\u001b[8~\u001b[3~", "Home Home End End Delete")]
    [InlineData("\u001b[1;5C\u001b[1;5D\u001bb\u001bf\u001bd\u001b\u007f", "WordRight WordLeft WordLeft WordRight KillNextWord KillWord")]
    [InlineData("\u0001\u0005\u0002\u0006\u000b\u0015\u0017\u0019\u000c\u0003\u0004\u0010\u000e\u0012\u0007\u0016\t",
        "Home End Left Right KillToEnd KillToStart KillWord Yank Redraw Interrupt EndOfInput Previous Next Search Cancel Verbatim Complete")]
    [InlineData("\u001b[200~x\u001b[201~", "Text:x")]
    [InlineData("\u001b[24;80R", "CursorReport")]
    [InlineData("\u001b[99999999999999999999999999999999~a", "Text:9 Text:9 Text:9 Text:9 Text:9 Text:9 Text:9 Text:~ Text:a")]
    [InlineData("\u001b[12\r", "Enter")]
    [InlineData("\u001b\u001b[A", "Previous")]
    [InlineData("\u0000\u001f\u001e", "")]
    [InlineData("é漢", "Text:é Text:漢")]
    [InlineData("e\u0301\u200b\u0085", "Text:e")]
    public void Octets_OfATerminal_AreTheseKeys(string typed, string keys) => Assert.Equal(keys, Decode(Encoding.UTF8.GetBytes(typed)));

    [Theory]
    [InlineData(new byte[] { 0xFF, (byte)'a', 0xC3, (byte)'b', 0x80 }, "Text:a Text:b")]
    [InlineData(new byte[] { 0xC3, 0xC3, 0xA9 }, "Text:é")]
    [InlineData(new byte[] { 0xE2, 0x82, 0x0D }, "Enter")]
    [InlineData(new byte[] { 0xF5, 0x80, 0x80, 0x80, (byte)'x' }, "Text:x")]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, "")]
    public void Octets_OfNoise_AreDropped(byte[] octets, string keys) => Assert.Equal(keys, Decode(octets));

    [Fact]
    public void Octets_AtRandom_EachCompleteAtMostOneKeyAndLeaveTheDecoderUsable() => Prop.ForAll<byte[]>(octets =>
    {
        KeyDecoder decoder = new();
        foreach (byte octet in octets)
        {
            if (decoder.TryDecode(octet, out Key key) && key.Kind == KeyKind.Text && RuneWidth.Of(key.Rune) < 1)
            {
                return false;
            }
        }

        // Whatever came before, a line can be begun: ^C and then a letter.
        decoder.TryDecode(3, out _);
        return decoder.TryDecode((byte)'x', out Key last) && last.Rune.Value == 'x';
    }).QuickCheckThrowOnFailure();

    private static string Decode(byte[] octets)
    {
        KeyDecoder decoder = new();
        List<Key> keys = [];
        foreach (byte octet in octets)
        {
            if (decoder.TryDecode(octet, out Key key))
            {
                keys.Add(key);
            }
        }

        return string.Join(' ', keys.Select(key => key.Kind == KeyKind.Text ? $"Text:{key.Rune}" : key.Kind.ToString()));
    }
}
