parley doubt scenarios/second_meeting_2018_09.yaml --out docs/doubt
