using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pmip.Guest;

// What tests run in a guest beside pmipd: a native program that needs the C library and nothing else.
try
{
    switch (args)
    {
        case ["load"]:
            return ProgramLoading.LoadAll();
        case ["carry", string role, string carrier]:
            return Carrying.Run(role, carrier);
        case ["serve", string port]:
            return Transfer.Serve(Number(port));
        case ["fetch", string address, string port]:
            return Transfer.Fetch(IPAddress.Parse(address), Number(port));
        case ["send", string address, string count]:
            return Sending.Run(IPAddress.Parse(address), Number(count));
        case ["pass", string name]:
            return Passing.Run(name);
        case ["rules", string port]:
            return RuleGiving.Run(port);
        default:
            Console.Error.WriteLine(
                "usage: pmip-guest load | carry mag|lma tc | serve PORT | fetch ADDRESS PORT | send ADDRESS COUNT | pass NAME | rules PORT");
            return 2;
    }
}
catch (SocketException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
