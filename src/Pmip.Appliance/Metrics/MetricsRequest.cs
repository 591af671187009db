using System;
using System.Text;

namespace Pmip.Appliance.Metrics;

/// <summary>What is answered to a request for the figures: HTTP/1.1 as far as one page needs it.</summary>
internal static class MetricsRequest
{
    /// <summary>Most octets of a request; what is longer is refused.</summary>
    public const int LengthMax = 4096;

    /// <summary>True when the head of a request is whole.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> received) => received.IndexOf("\r\n\r\n"u8) >= 0 || received.IndexOf("\n\n"u8) >= 0;

    /// <summary>The answer to a request.</summary>
    /// <param name="received">Its head, whole or as long as it may be.</param>
    /// <param name="render">Gives the figures.</param>
    public static byte[] Answer(ReadOnlySpan<byte> received, Func<byte[]> render)
    {
        if (!IsWhole(received))
        {
            return Page("431 Request Header Fields Too Large", "", "the request is too long\n"u8);
        }

        string line = Encoding.Latin1.GetString(received[..received.IndexOfAny((byte)'\r', (byte)'\n')]);
        string[] words = line.Split(' ');
        if (words.Length != 3 || !words[2].StartsWith("HTTP/1.", StringComparison.Ordinal))
        {
            return Page("400 Bad Request", "", "wanted is GET /metrics HTTP/1.1\n"u8);
        }

        string path = words[1].Split('?')[0];
        if (path != "/metrics")
        {
            return Page("404 Not Found", "", "there is only /metrics\n"u8);
        }

        return words[0] == "GET"
            ? Page("200 OK", "Content-Type: " + MetricText.MediaType + "\r\n", render())
            : Page("405 Method Not Allowed", "Allow: GET\r\n", "wanted is GET\n"u8);
    }

    private static byte[] Page(string status, string headers, ReadOnlySpan<byte> body)
    {
        string kind = headers.Contains("Content-Type", StringComparison.Ordinal) ? "" : "Content-Type: text/plain; charset=utf-8\r\n";
        byte[] head = Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\n{headers}{kind}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n");
        return [.. head, .. body];
    }
}
