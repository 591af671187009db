using System;
using System.Buffers;
using System.Text;

namespace Pmip.Appliance.OperatorConsole.Editing;

/// <summary>
/// Makes keys of the octets that a terminal sends. An octet completes at most one key. A noisy line does no harm: octets that are no
/// UTF-8 are dropped, a control character ends any sequence that was begun, and a sequence that nobody knows is nothing.
/// </summary>
internal sealed class KeyDecoder
{
    private const int ParametersMax = 24;
    private const byte Escape = 0x1B;
    private readonly byte[] _utf8 = new byte[4];
    private readonly byte[] _parameters = new byte[ParametersMax];
    private int _utf8Length;
    private int _parametersLength;
    private Stage _stage;
    private bool _wasReturn;

    private enum Stage : byte
    {
        Ground,
        Escaped,
        Csi,
        Ss3,
    }

    /// <summary>Takes an octet; true when it completes a key.</summary>
    public bool TryDecode(byte octet, out Key key)
    {
        bool wasReturn = _wasReturn;
        _wasReturn = false;
        key = default;
        if (octet is < 0x20 or 0x7F)
        {
            _utf8Length = 0;
            bool wasEscaped = _stage == Stage.Escaped;
            _stage = octet == Escape ? Stage.Escaped : Stage.Ground;
            _wasReturn = octet == '\r';
            KeyKind? kind = octet is 0x08 or 0x7F && wasEscaped ? KeyKind.KillWord : ControlKey(octet);
            key = kind is KeyKind known ? new Key(known) : default;
            return kind is not null && !(octet == '\n' && wasReturn);
        }

        if (octet >= 0x80)
        {
            _stage = Stage.Ground;
            return TryFinishCharacter(octet, out key);
        }

        _utf8Length = 0;
        switch (_stage)
        {
            case Stage.Escaped:
                _stage = octet switch
                {
                    (byte)'[' => Stage.Csi,
                    (byte)'O' => Stage.Ss3,
                    _ => Stage.Ground,
                };
                _parametersLength = 0;
                return Give(_stage == Stage.Ground ? MetaKey(octet) : null, out key);
            case Stage.Ss3:
                _stage = Stage.Ground;
                return Give(FinalKey(octet), out key);
            case Stage.Csi:
                return TryFinishSequence(octet, out key);
            default:
                key = new Key(KeyKind.Text, new Rune((char)octet));
                return true;
        }
    }

    private static bool Give(KeyKind? kind, out Key key)
    {
        key = new Key(kind ?? default);
        return kind is not null;
    }

    private static KeyKind? ControlKey(byte octet) => octet switch
    {
        0x01 => KeyKind.Home,
        0x02 => KeyKind.Left,
        0x03 => KeyKind.Interrupt,
        0x04 => KeyKind.EndOfInput,
        0x05 => KeyKind.End,
        0x06 => KeyKind.Right,
        0x07 => KeyKind.Cancel,
        0x08 or 0x7F => KeyKind.Backspace,
        0x09 => KeyKind.Complete,
        0x0A or 0x0D => KeyKind.Enter,
        0x0B => KeyKind.KillToEnd,
        0x0C => KeyKind.Redraw,
        0x0E => KeyKind.Next,
        0x10 => KeyKind.Previous,
        0x12 => KeyKind.Search,
        0x15 => KeyKind.KillToStart,
        0x16 => KeyKind.Verbatim,
        0x17 => KeyKind.KillWord,
        0x19 => KeyKind.Yank,
        _ => null,
    };

    private static KeyKind? MetaKey(byte octet) => octet switch
    {
        (byte)'b' => KeyKind.WordLeft,
        (byte)'f' => KeyKind.WordRight,
        (byte)'d' => KeyKind.KillNextWord,
        _ => null,
    };

    private static KeyKind? FinalKey(byte octet) => octet switch
    {
        (byte)'A' => KeyKind.Previous,
        (byte)'B' => KeyKind.Next,
        (byte)'C' => KeyKind.Right,
        (byte)'D' => KeyKind.Left,
        (byte)'H' => KeyKind.Home,
        (byte)'F' => KeyKind.End,
        (byte)'M' => KeyKind.Enter, // The keypad's.
        _ => null,
    };

    // A sequence is parameters and one final character from @ on. One that is too long is noise; what follows it is text again.
    private bool TryFinishSequence(byte octet, out Key key)
    {
        key = default;
        if (octet < 0x40)
        {
            if (_parametersLength == ParametersMax)
            {
                _stage = Stage.Ground;
                return false;
            }

            _parameters[_parametersLength++] = octet;
            return false;
        }

        _stage = Stage.Ground;
        string parameters = Encoding.ASCII.GetString(_parameters, 0, _parametersLength);
        if (octet == 'R' && parameters.Split(';') is [string row, string column]
            && ushort.TryParse(row, out ushort rows) && ushort.TryParse(column, out ushort columns))
        {
            key = new Key(KeyKind.CursorReport, default, rows, columns);
            return true;
        }

        bool isWithControl = parameters is "1;5" or "5";
        return Give(
            octet switch
            {
                (byte)'~' => parameters switch
                {
                    "1" or "7" => KeyKind.Home,
                    "4" or "8" => KeyKind.End,
                    "3" => KeyKind.Delete,
                    _ => null,
                },
                (byte)'C' when isWithControl => KeyKind.WordRight,
                (byte)'D' when isWithControl => KeyKind.WordLeft,
                _ => FinalKey(octet),
            },
            out key);
    }

    private bool TryFinishCharacter(byte octet, out Key key)
    {
        _utf8[_utf8Length++] = octet;
        OperationStatus status = Rune.DecodeFromUtf8(_utf8.AsSpan(0, _utf8Length), out Rune rune, out _);
        key = default;
        if (status == OperationStatus.NeedMoreData)
        {
            return false;
        }

        bool isBeginning = status == OperationStatus.InvalidData && _utf8Length > 1;
        _utf8Length = 0;
        if (isBeginning)
        {
            return TryFinishCharacter(octet, out key); // Only what was before it is noise.
        }

        key = new Key(KeyKind.Text, rune);
        return status == OperationStatus.Done && RuneWidth.Of(rune) > 0;
    }
}
