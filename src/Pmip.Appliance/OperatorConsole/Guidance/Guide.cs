using System.Collections.Generic;

namespace Pmip.Appliance.OperatorConsole.Guidance;

/// <summary>What is known of the place of the cursor.</summary>
/// <param name="Word">The word that was begun there; empty for none.</param>
/// <param name="Proposals">What may stand there, what does not begin with the word left out.</param>
/// <param name="Wrong">The word before it that nobody understands; null for none.</param>
internal sealed record Guide(CommandWord Word, IReadOnlyList<Proposal> Proposals, CommandWord? Wrong)
{
    /// <summary>The letters that all words proposed go on with.</summary>
    public string Completion
    {
        get
        {
            string? same = null;
            foreach (Proposal proposal in Proposals)
            {
                if (!proposal.IsWord)
                {
                    continue;
                }

                int length = 0;
                while (same is not null && length < same.Length && length < proposal.Text.Length && same[length] == proposal.Text[length])
                {
                    length++;
                }

                same = same is null ? proposal.Text : same[..length];
            }

            return same is null || same.Length <= Word.Text.Length ? "" : same[Word.Text.Length..];
        }
    }

    /// <summary>True when one word alone is proposed, and it ends there.</summary>
    public bool IsOnlyOne
    {
        get
        {
            int words = 0;
            foreach (Proposal proposal in Proposals)
            {
                words += proposal.IsOpen ? 2 : proposal.IsWord ? 1 : 0;
            }

            return words == 1;
        }
    }
}
