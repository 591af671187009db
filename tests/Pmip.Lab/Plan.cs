namespace Pmip.Lab;

/// <summary>The addresses of the lab. All of them exist only inside its namespaces.</summary>
public static class Plan
{
    public const string Lma6 = "2001:db8:f::1";
    public const string Lma4 = "192.0.2.1";
    public const string SecondLma6 = "2001:db8:f::2";
    public const string SecondLma4 = "192.0.2.2";
    public const string Mag16 = "2001:db8:f::11";
    public const string Mag14 = "192.0.2.11";
    public const string Mag26 = "2001:db8:f::12";
    public const string Mag24 = "192.0.2.12";

    public const string Server6 = "2001:db8:d::2";
    public const string Server4 = "198.51.100.2";
    public const string LmaService6 = "2001:db8:d::1";
    public const string LmaService4 = "198.51.100.1";
    public const string SecondLmaService6 = "2001:db8:d::11";
    public const string SecondLmaService4 = "198.51.100.11";

    public const string InternetPool6 = "2001:db8:100::/48";
    public const string InternetPool4 = "10.45.0.0/16";
    public const string InternetRouter4 = "10.45.0.1";
    public const string VoicePool6 = "2001:db8:200::/48";
    public const string VoicePool4 = "10.46.0.0/16";
    public const string VoiceRouter4 = "10.46.0.1";
    public const string SecondPool6 = "2001:db8:300::/48";
    public const string SecondPool4 = "10.47.0.0/16";
    public const string SecondRouter4 = "10.47.0.1";

    public const string FirstDeviceMac = "02:00:00:00:00:01";
    public const string SecondDeviceMac = "02:00:00:00:00:02";
    public const string FirstIdentifier = "mn1@example.com";
    public const string SecondIdentifier = "mn2@example.com";

    /// <summary>The port where the server serves the endless download.</summary>
    public const int DownloadPort = 5001;
}
