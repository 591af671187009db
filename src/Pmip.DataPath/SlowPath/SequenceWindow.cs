namespace Pmip.DataPath.SlowPath;

/// <summary>
/// Which sequence numbers are taken (RFC 2890 2.2). What is old or doubled is dropped; what overtook is delivered at once and those that
/// it overtook are not waited for, so nothing is buffered. A sender that lost its count begins again at zero, which the standard has no
/// answer to: a long enough run of old numbers without a gap is its new count.
/// </summary>
internal struct SequenceWindow
{
    /// <summary>How long a run of old numbers has to be.</summary>
    public const int RunOfANewCount = 32;

    private uint _lastOld;
    private byte _run;

    /// <summary>True for a number that is not behind what was taken already; <paramref name="expected"/> is the next one.</summary>
    public bool TryTake(uint sequence, ref uint expected)
    {
        bool isOld = unchecked(sequence - expected) > int.MaxValue;
        if (isOld && !BeginsAnew(sequence))
        {
            return false;
        }

        _run = 0;
        expected = unchecked(sequence + 1);
        return true;
    }

    private bool BeginsAnew(uint sequence)
    {
        _run = _run > 0 && sequence == unchecked(_lastOld + 1) ? (byte)(_run + 1) : (byte)1;
        _lastOld = sequence;
        return _run >= RunOfANewCount;
    }
}
