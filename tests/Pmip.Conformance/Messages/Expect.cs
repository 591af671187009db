using System;
using System.Net;

namespace Pmip.Conformance.Messages;

/// <summary>What a case claims; a claim that does not hold fails it.</summary>
public static class Expect
{
    public static void That(bool holds, string claim)
    {
        if (!holds)
        {
            throw new CaseFailedException("expected " + claim);
        }
    }

    public static void Equal(long expected, long actual, string what) => That(expected == actual, $"{what} {expected}, it is {actual}");

    public static void Equal(IPAddress expected, IPAddress actual, string what) => That(expected.Equals(actual), $"{what} {expected}, it is {actual}");

    public static void Equal(string expected, string actual, string what) => That(expected == actual, $"{what} '{expected}', it is '{actual}'");

    public static void Same(byte[] expected, byte[] actual, string what) =>
        That(expected.AsSpan().SequenceEqual(actual), $"{what} {Convert.ToHexString(expected)}, it is {Convert.ToHexString(actual)}");

    public static void Status(int expected, ReceivedMessage answer) => Equal(expected, answer.Status, "status");

    public static ReceivedMessage Present(ReceivedMessage? message, string what)
    {
        That(message is not null, what + ", nothing came");
        return message!;
    }
}
