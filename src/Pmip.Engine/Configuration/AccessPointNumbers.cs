using System;

namespace Pmip.Engine.Configuration;

/// <summary>
/// The numbers by which bindings name access points. They outlive a configuration: what has the same name keeps its number, so that
/// no binding is touched, and a number is given anew only when nothing refers to it.
/// </summary>
internal static class AccessPointNumbers
{
    private const int Free = -1;
    private const int Retired = -2;

    /// <summary>
    /// The number of each access point of a list of names in UTF-8, all below <paramref name="count"/>; <paramref name="known"/> are
    /// the names by number so far, <paramref name="isUnused"/> which of these numbers nothing refers to.
    /// </summary>
    public static int[] Of(byte[][] names, byte[][] known, bool[] isUnused, out int count)
    {
        int[] numbers = new int[names.Length];
        Array.Fill(numbers, -1);
        int[] users = new int[known.Length + names.Length]; // number to place, or a mark
        Array.Fill(users, Free);
        for (int number = 0; number < known.Length; number++)
        {
            int place = Array.FindIndex(names, name => name.AsSpan().SequenceEqual(known[number]));
            users[number] = place >= 0 ? place : isUnused[number] ? Free : Retired;
            if (place >= 0)
            {
                numbers[place] = number;
            }
        }

        for (int place = 0; place < numbers.Length; place++)
        {
            if (numbers[place] < 0)
            {
                numbers[place] = Array.IndexOf(users, Free);
                users[numbers[place]] = place;
            }
        }

        // Free numbers at the end need no place; those in between keep the entry that nothing refers to.
        count = Array.FindLastIndex(users, user => user != Free) + 1;
        return numbers;
    }
}
