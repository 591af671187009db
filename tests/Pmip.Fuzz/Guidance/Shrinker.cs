using System;

namespace Pmip.Fuzz.Guidance;

/// <summary>Takes octets out of a finding, and makes others zero, as long as the same fault shows.</summary>
internal sealed class Shrinker(Executor executor)
{
    private const int RunsMax = 20_000;

    public Finding Shrink(Finding finding)
    {
        long end = executor.Runs + RunsMax;
        for (int size = finding.Input.Length / 2; size > 0; size /= 2)
        {
            for (int at = 0; at + size <= finding.Input.Length && executor.Runs < end;)
            {
                byte[] shorter = [.. finding.Input.AsSpan(0, at), .. finding.Input.AsSpan(at + size)];
                at += Improves(shorter, ref finding) ? 0 : size;
            }
        }

        for (int at = 0; at < finding.Input.Length && executor.Runs < end; at++)
        {
            if (finding.Input[at] != 0)
            {
                byte[] zeroed = [.. finding.Input];
                zeroed[at] = 0;
                Improves(zeroed, ref finding);
            }
        }

        return finding;
    }

    private bool Improves(byte[] input, ref Finding finding)
    {
        Finding? other = executor.Run(input);
        if (!finding.IsLike(other))
        {
            return false;
        }

        finding = other!;
        return true;
    }
}
