using System;
using System.Globalization;
using System.IO;
using Pmip.Demo;
using Pmip.Lab;
using Pmip.Lab.Processes;

if (!Environment.IsPrivilegedProcess)
{
    Console.Error.WriteLine("the demo makes network namespaces: run it as root");
    return 2;
}

string? binary = Environment.GetEnvironmentVariable("PMIPD");
if (binary is null || !File.Exists(binary))
{
    Console.Error.WriteLine("PMIPD has to name the published binary: ./build.sh demo does all of it");
    return 2;
}

Console.OutputEncoding = System.Text.Encoding.UTF8;
Screen.Picture("""
     device                 gateways at the edge           anchor              network
                 cell1
     ue1 - - - - - - - - - - - mag1 ===+
         \                             ‖  GRE, a key pair
     ue2 - \ - - (air)                 ‖  per connection
             \                         +======= lma ----------- server
              \  cell2                 ‖  (wan)
               - - - - - - - - mag2 ===+

     Each name is a network namespace of its own; mag1, mag2 and lma run pmipd; ue1 and ue2 are plain Linux hosts
     with the kernel's SLAAC and a stock DHCP client. Nothing outside these namespaces is touched.
    """);
try
{
    Scenario first = Scenario.For("ipv6") with { HasPlainPath = true, FirstDeviceAccessPoints = ["internet", "voice"] };
    Story.Tell("over an IPv6 transport (protocol 135)", first, binary);
    Story.Tell("over an IPv4 transport (UDP 5436, IPv4-mapped addresses)", Scenario.For("udp-mapped"), binary);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"\n   \u2714 all {Screen.Shown} steps did what they should, in {Screen.Seconds:0} s; the namespaces are gone again"));
    return 0;
}
catch (LabException) when (Await.IsInterrupted)
{
    Console.Error.WriteLine("\n   interrupted; the namespaces are gone again");
    return 130;
}
catch (LabException failure)
{
    Console.Error.WriteLine($"\n   \u2718 {failure.Message}");
    return 1;
}
